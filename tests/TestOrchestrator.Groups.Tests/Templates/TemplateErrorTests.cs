using TestOrchestrator.Groups.Templates;

namespace TestOrchestrator.Groups.Tests.Templates;

[TestClass]
public sealed class TemplateErrorTests
{
    private static readonly Dictionary<string, object?> s_values = new()
    {
        ["name"] = "shop",
        ["service"] = new Dictionary<string, object?> { ["port"] = 80, ["host"] = "h" },
        ["list"] = new[] { "x" },
        ["services"] = new object?[] { new Dictionary<string, object?> { ["port"] = 1 }, new Dictionary<string, object?> { ["prot"] = 2 } },
        ["nothing"] = null,
        ["moment"] = new Uri("http://x"),
    };

    [TestMethod]
    [DataRow("a\n  {{ nam }}", "2:6", "'nam' is not known: the top level has no 'nam'. Did you mean 'name'? There are: 'list', 'moment', 'name', 'nothing', 'service', 'services'.")]
    [DataRow("😀{{service.prt}}", "1:4", "'service.prt' is not known: 'service' has no 'prt'. Did you mean 'port'? There are: 'host', 'port'.")]
    [DataRow("{{service.zzzzz}}", "1:3", "'service.zzzzz' is not known: 'service' has no 'zzzzz'. There are: 'host', 'port'.")]
    [DataRow("{{servcie.port.x}}", "1:3", "'servcie.port.x' is not known: the top level has no 'servcie'. Did you mean 'service'? There are: 'list', 'moment', 'name', 'nothing', 'service', 'services'.")]
    [DataRow("{{Name}}", "1:3", "'Name' is not known: the top level has no 'Name'. Did you mean 'name'? There are: 'list', 'moment', 'name', 'nothing', 'service', 'services'.")]
    [DataRow("{{#if nam}}{{/if}}", "1:7", "'nam' is not known: the top level has no 'nam'. Did you mean 'name'? There are: 'list', 'moment', 'name', 'nothing', 'service', 'services'.")]
    [DataRow("{{#each  service.lst as |x|}}{{/each}}", "1:10", "'service.lst' is not known: 'service' has no 'lst'. There are: 'host', 'port'.")]
    [DataRow("{{list.3}}", "1:3", "'list.3' is not known: 'list' has no '3'. There are: '0'.")]
    [DataRow("{{list.length}}", "1:3", "'list.length' is not known: 'list' has no 'length'. There are: '0'.")]
    [DataRow("{{service.port}}\n{{#each services}}\n{{port}}{{/each}}", "3:3", "'port' is not known: 'this' has no 'port'. Did you mean 'prot'? There are: 'prot'.")]
    [DataRow("{{#each services as |s|}}{{s.port}}{{/each}}", "1:28", "'s.port' is not known: 's' has no 'port'. Did you mean 'prot'? There are: 'prot'.")]
    [DataRow("{{#each list}}{{../nam}}{{/each}}", "1:17", "'../nam' is not known: the top level has no 'nam'. Did you mean 'name'? There are: 'list', 'moment', 'name', 'nothing', 'service', 'services'.")]
    [DataRow("{{#with service}}{{../../name}}{{/with}}", "1:20", "'../../name' is not known: the template has no '../..'. There are: '@root', 'this'.")]
    [DataRow("{{@ndex}}", "1:3", "'@ndex' is not known: the library has no '@ndex'. Did you mean '@index'? There are: '@first', '@index', '@key', '@last', '@root'.")]
    [DataRow("{{#if no}}{{else if nam}}{{/if}}", "1:7", "'no' is not known: the top level has no 'no'. There are: 'list', 'moment', 'name', 'nothing', 'service', 'services'.")]
    public void Unknown_names(string template, string at, string problem) => Assert.AreEqual($"TO1812: a.tmpl:{at}: {problem}", Refusal(template));

    [TestMethod]
    [DataRow("{{service}}", "1:3", "'service' is a table. Only text, numbers and booleans can be written; go through it with '#each', or name something in it.")]
    [DataRow("{{list}}", "1:3", "'list' is a list. Only text, numbers and booleans can be written; go through it with '#each', or name something in it.")]
    [DataRow("{{moment}}", "1:3", "'moment' is a Uri. Only text, numbers and booleans can be written.")]
    [DataRow("{{nothing}}", "1:3", "'nothing' is nothing. It has no value here.")]
    [DataRow("{{#each name}}{{/each}}", "1:9", "'name' is text. '#each' goes through a list or a table.")]
    [DataRow("{{#each service.port}}{{/each}}", "1:9", "'service.port' is a number. '#each' goes through a list or a table.")]
    [DataRow("{{name.length}}", "1:3", "'name.length' is not known. It asks 'name' for 'length', and that is text, which has no names.")]
    [DataRow("{{#each list}}{{x.y}}{{/each}}", "1:17", "'x.y' is not known. It asks 'this' for 'x', and that is text, which has no names.")]
    public void Values_of_another_kind(string template, string at, string problem) => Assert.AreEqual($"TO1813: a.tmpl:{at}: {problem}", Refusal(template));

    [TestMethod]
    [DataRow("a\r\n b{{name", "2:3", "The expression is not closed: expected '}}' and saw the end of the template. Write \\{{ for two braces that are text.")]
    [DataRow("{{", "1:1", "The expression is not closed: expected '}}' and saw the end of the template. Write \\{{ for two braces that are text.")]
    [DataRow("{{{name}}", "1:1", "The expression is not closed: expected '}}}' and saw the end of the template. Write \\{{ for two braces that are text.")]
    [DataRow("{{!-- }}", "1:1", "The expression is not closed: expected '--}}' and saw the end of the template. Write \\{{ for two braces that are text.")]
    [DataRow("{{}}", "1:1", "The expression is empty. Write the name of a value, or \\{{ for two braces that are text.")]
    [DataRow("{{~ ~}}", "1:1", "The expression is empty. Write the name of a value, or \\{{ for two braces that are text.")]
    [DataRow("{{~}}", "1:1", "The expression is empty. Write the name of a value, or \\{{ for two braces that are text.")]
    [DataRow("{{#if name}}\n{{#each list}}{{/each}}", "1:1", "The block '#if' is not closed. Close it with {{/if}}.")]
    [DataRow("{{#if name}}\n {{/each}}", "2:2", "'/each' closes '#if', which was opened at 1:1. Write {{/if}}.")]
    [DataRow("{{/if}}", "1:1", "'/if' closes a block, and none is open here.")]
    [DataRow("{{else}}", "1:1", "'else' stands in a block, and none is open here.")]
    [DataRow("{{#if name}}{{else}}\n{{else}}{{/if}}", "2:1", "The block '#if' that was opened at 1:1 has an 'else' already.")]
    [DataRow("{{#each list}}{{else if name}}{{/each}}", "1:15", "'else if name' cannot stand in '#each'. 'else' stands alone; in '#if' and '#unless' also as 'else if name' and 'else unless name'.")]
    [DataRow("{{#if}}{{/if}}", "1:6", "The name of a value is missing.")]
    [DataRow("{{#if a b}}{{/if}}", "1:7", "'a b' is not the name of a value. There are no helpers ('a'), only #if, #unless, #each and #with. Write the name of one value, such as service.port.")]
    [DataRow("{{upper name}}", "1:3", "'upper name' is not the name of a value. There are no helpers ('upper'), only #if, #unless, #each and #with. Write the name of one value, such as service.port.")]
    [DataRow("{{a..b}}", "1:3", "'a..b' is not the name of a value. Write the name of a value, such as service.port; other characters than letters, digits, '_' and '-' in brackets, as in env.[A B].")]
    [DataRow("{{(a)}}", "1:3", "'(a)' is not the name of a value. Write the name of a value, such as service.port; other characters than letters, digits, '_' and '-' in brackets, as in env.[A B].")]
    [DataRow("{{$write 0}}", "1:3", "'$write 0' is not the name of a value. There are no helpers ('$write'), only #if, #unless, #each and #with. Write the name of one value, such as service.port.")]
    [DataRow("{{> x}}", "1:1", "'> x' is not supported. The blocks are #if, #unless, #each and #with, with {{else}}; partials and other helpers there are none.")]
    [DataRow("{{^}}", "1:1", "'^' is not supported. The blocks are #if, #unless, #each and #with, with {{else}}; partials and other helpers there are none.")]
    [DataRow("{{#list}}{{/list}}", "1:1", "'#list' is not supported. The blocks are #if, #unless, #each and #with, with {{else}}; partials and other helpers there are none.")]
    [DataRow("x{{{{raw}}}}{{{{/raw}}}}", "1:2", "Raw blocks ({{{{...}}}}) are not supported. Write \\{{ for two braces that are text.")]
    [DataRow("{{#each list as |a b c|}}{{/each}}", "1:17", "The names of '#each' cannot be read. Write {{#each items as |item index|}}.")]
    [DataRow("{{#each list |a|}}{{/each}}", "1:14", "The names of '#each' cannot be read. Write {{#each items as |item index|}}.")]
    [DataRow("{{#with service as |a b|}}{{/with}}", "1:20", "The names of '#with' cannot be read. Write {{#with value as |name|}}.")]
    [DataRow("{{#if name as |a|}}{{/if}}", "1:15", "'#if' gives no names; only '#each' and '#with' have 'as |name|'.")]
    [DataRow("{{@index}}", "1:3", "'@index' is known only within '#each'.")]
    [DataRow("{{#each list}}{{else}}{{@index}}{{/each}}", "1:25", "'@index' is known only within '#each'.")]
    public void Templates_that_cannot_be_read(string template, string at, string problem) => Assert.AreEqual($"TO1811: a.tmpl:{at}: {problem}", Refusal(template));

    [TestMethod]
    public void A_name_that_a_block_gives_ends_with_it() => Assert.StartsWith(
        "TO1812: a.tmpl:1:44: 'item' is not known: the top level has no 'item'.",
        Refusal("{{#each list as |item|}}{{item}}{{/each}}{{item}}"));

    [TestMethod]
    public void A_template_that_failed_can_be_rendered_again()
    {
        Template template = Template.Compile("{{#each list}}{{#with this}}{{../../name}}{{/with}}{{/each}}", "a.tmpl");
        Assert.ThrowsExactly<EngineException>(() => template.Render(new Dictionary<string, object?> { ["list"] = new[] { "x" } }));

        Assert.AreEqual("shop", template.Render(s_values));
    }

    private static string Refusal(string template) =>
        Assert.ThrowsExactly<EngineException>(() => Template.Compile(template, "a.tmpl").Render(s_values), $"accepted: {template}").Message;
}
