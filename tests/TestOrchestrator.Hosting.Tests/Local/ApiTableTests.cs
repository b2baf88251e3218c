using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using TestOrchestrator.Hosting.Tests.Kit;

namespace TestOrchestrator.Hosting.Tests.Local;

/// <summary>The table of Aspire's methods in the documentation has all of them, and says of each what the local engine makes of it.</summary>
[TestClass]
public sealed partial class ApiTableTests
{
    private static readonly Assembly[] s_assemblies =
        [typeof(DistributedApplication).Assembly, typeof(PostgresServerResource).Assembly, typeof(RedisResource).Assembly];

    private static readonly string[] s_words = ["same", "different", "refused", "publish"];

    public static IEnumerable<Assembly> Assemblies => s_assemblies;

    [TestMethod]
    [DynamicData(nameof(Assemblies))]
    public void Every_method_is_classified_and_no_row_is_stale(Assembly assembly)
    {
        string[] rows = [.. Rows(assembly).Select(r => r.Key).Order(StringComparer.Ordinal)];
        string[] methods = [.. Methods(assembly).Distinct().Order(StringComparer.Ordinal)];

        Assert.IsGreaterThan(10, methods.Length);
        Assert.AreEqual("", string.Join(", ", methods.Except(rows)), "These methods are not in eng/docs/aspire-api.md.");
        Assert.AreEqual("", string.Join(", ", rows.Except(methods)), "These rows of eng/docs/aspire-api.md name no method.");
        Assert.HasCount(rows.Distinct().Count(), rows, "eng/docs/aspire-api.md has a row twice.");
    }

    [TestMethod]
    [DynamicData(nameof(Assemblies))]
    public void A_row_says_what_differs_and_which_code_refuses(Assembly assembly)
    {
        foreach ((string key, string word, string text) in Rows(assembly))
        {
            CollectionAssert.Contains(s_words, word, key);
            Assert.IsTrue(word != "different" || text.Length > 0, $"{key} does not say what is different.");
            Assert.IsTrue(word != "refused" || Code().IsMatch(text), $"{key} has no code.");
        }
    }

    private static IEnumerable<(string Key, string Word, string Text)> Rows(Assembly assembly)
    {
        string section = File.ReadAllText(RepositoryFile.PathOf("eng/docs/aspire-api.md")).Split("\n## ")
            .Single(s => s.StartsWith($"{assembly.GetName().Name}\n", StringComparison.Ordinal));
        return from line in section.Split('\n')
               where line.StartsWith("| `", StringComparison.Ordinal)
               let cells = line.Split('|', StringSplitOptions.TrimEntries)
               select ($"{cells[1].Trim('`')} of {cells[2].Trim('`')}", cells[3], cells[4]);
    }

    // Extension methods of builders, and whatever else is named Add or With: static, or of an interface.
    private static IEnumerable<string> Methods(Assembly assembly) =>
        from type in assembly.GetExportedTypes()
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        let isNamed = method.Name.StartsWith("Add", StringComparison.Ordinal) || method.Name.StartsWith("With", StringComparison.Ordinal)
        let receiver = method.IsStatic ? method.GetParameters().FirstOrDefault()?.ParameterType : type
        where receiver is not null
        where method.IsStatic ? isNamed || (method.IsDefined(typeof(ExtensionAttribute)) && IsBuilder(receiver)) : isNamed && type.IsInterface
        select $"{method.Name} of {NameOf(receiver)}";

    private static bool IsBuilder(Type type) =>
        type.Name is "IDistributedApplicationBuilder" or "IResourceBuilder`1" or "IServiceCollection"
        || (type.IsGenericParameter && type.GetGenericParameterConstraints().Any(IsBuilder));

    private static string NameOf(Type receiver) =>
        receiver is { IsConstructedGenericType: true, Name: "IResourceBuilder`1" } ? NameOf(receiver.GetGenericArguments()[0])
        : receiver.IsGenericParameter ? string.Join(" & ", receiver.GetGenericParameterConstraints().Select(NameOf))
        : receiver.Name.Split('`')[0];

    [GeneratedRegex("TO[0-9]{4}", RegexOptions.CultureInvariant)]
    private static partial Regex Code();
}
