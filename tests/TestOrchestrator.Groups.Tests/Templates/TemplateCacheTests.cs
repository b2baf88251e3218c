using TestOrchestrator.Groups.Templates;

namespace TestOrchestrator.Groups.Tests.Templates;

[TestClass]
public sealed class TemplateCacheTests
{
    [TestMethod]
    public void The_same_text_of_two_files_is_kept_once_and_its_errors_name_the_right_file()
    {
        TemplateCache cache = new();

        Template first = cache.Get("{{a}}", "first.tmpl");
        Template second = cache.Get("{{a}}", "second.tmpl");

        Assert.AreEqual(1, cache.Count);
        Assert.StartsWith("TO1812: first.tmpl:1:3:", Assert.ThrowsExactly<EngineException>(() => first.Render(new Dictionary<string, object?>())).Message);
        Assert.StartsWith("TO1812: second.tmpl:1:3:", Assert.ThrowsExactly<EngineException>(() => second.Render(new Dictionary<string, object?>())).Message);
    }

    [TestMethod]
    public void The_least_recently_used_text_goes()
    {
        TemplateCache cache = new(capacity: 2);
        cache.Get("a", "a.tmpl");
        cache.Get("b", "a.tmpl");
        cache.Get("a", "a.tmpl");

        cache.Get("c", "a.tmpl");

        Assert.AreEqual(2, cache.Count);
        Assert.IsTrue(cache.Holds("a"));
        Assert.IsFalse(cache.Holds("b"));
        Assert.IsTrue(cache.Holds("c"));
    }

    [TestMethod]
    public void A_text_that_cannot_be_read_is_not_kept()
    {
        TemplateCache cache = new();

        Assert.ThrowsExactly<EngineException>(() => cache.Get("{{", "a.tmpl"));

        Assert.AreEqual(0, cache.Count);
    }

    [TestMethod]
    public void Threads_compile_and_render_at_the_same_time()
    {
        TemplateCache cache = new(capacity: 8);

        Parallel.For(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            Template template = cache.Get($"{i % 16}{{{{#each list as |x|}}}}{{{{x.n}}}}{{{{../name}}}}{{{{/each}}}}", "a.tmpl");
            string rendered = template.Render(new Dictionary<string, object?>
            {
                ["name"] = $"<{i}>",
                ["list"] = new object?[] { new Dictionary<string, object?> { ["n"] = i }, new Dictionary<string, object?> { ["n"] = -i } },
            });

            Assert.AreEqual($"{i % 16}{i}<{i}>{-i}<{i}>", rendered);
        });
        Assert.AreEqual(8, cache.Count);
    }
}
