using TestOrchestrator.Groups.Templates;

namespace TestOrchestrator.Groups.Tests.Templates;

[TestClass]
public sealed class TemplateTests
{
    private static readonly Dictionary<string, object?> s_values = new()
    {
        ["name"] = "shop",
        ["markup"] = "<a href=\"x\">&'</a>",
        ["braces"] = "{{name}} \\{{name}}",
        ["port"] = 8080,
        ["big"] = 1234567.25m,
        ["yes"] = true,
        ["no"] = false,
        ["zero"] = 0,
        ["empty"] = "",
        ["none"] = new List<object?>(),
        ["api"] = new Dictionary<string, object?> { ["host"] = "127.0.0.2", ["env"] = new Dictionary<string, string> { ["A B"] = "spaced" }, ["name"] = "api" },
        ["list"] = new[] { "x", "y" },
        ["numbers"] = new List<int> { 1, 2, 3 },
        ["services"] = ImmutableArray.Create<object?>(
            new Dictionary<string, object?> { ["name"] = "web", ["ports"] = new[] { 80, 81 } },
            new Dictionary<string, object?> { ["name"] = "db", ["ports"] = new[] { 5432 } }),
    };

    [TestMethod]
    [DataRow("{{name}}", "shop")]
    [DataRow("{{ name }}:{{\tport\r\n}}", "shop:8080")]
    [DataRow("{{{name}}} {{markup}} {{{markup}}}", "shop <a href=\"x\">&'</a> <a href=\"x\">&'</a>")]
    [DataRow("{{big}} {{yes}} {{no}}", "1234567.25 true false")]
    [DataRow("{{braces}}", "{{name}} \\{{name}}")]
    [DataRow("{{api.host}} {{api/host}} {{this.api.host}} {{./name}} {{@root.api.host}}", "127.0.0.2 127.0.0.2 127.0.0.2 shop 127.0.0.2")]
    [DataRow("{{api.env.[A B]}} {{[name]}}", "spaced shop")]
    [DataRow("{{list.1}} {{list.[0]}} {{services.0.ports.1}}", "y x 81")]
    [DataRow("{{empty}}|", "|")]
    [DataRow("a{{! not }}b{{!-- }} --}}c{{!}}d", "abcd")]
    public void Values_are_written_as_they_are(string template, string expected) => Assert.AreEqual(expected, Render(template));

    [TestMethod]
    [DataRow("{{#if yes}}a{{else}}b{{/if}}{{#if no}}a{{else}}b{{/if}}{{#if name}}c{{/if}}", "abc")]
    [DataRow("{{#if empty}}1{{/if}}{{#if zero}}2{{/if}}{{#if none}}3{{/if}}{{#if list}}4{{/if}}", "4")]
    [DataRow("{{#if no}}a{{else if zero}}b{{else if yes}}c{{else}}d{{/if}}", "c")]
    [DataRow("{{#if no}}a{{else if zero}}b{{else}}d{{/if}}", "d")]
    [DataRow("{{#unless no}}a{{/unless}}{{#unless yes}}b{{else}}c{{/unless}}", "ac")]
    [DataRow("{{#each list}}{{@index}}{{this}}{{#unless @last}},{{/unless}}{{/each}}", "0x,1y")]
    [DataRow("{{#each numbers}}{{.}}{{#if @first}}!{{/if}}{{/each}}", "1!23")]
    [DataRow("{{#each none}}a{{else}}{{name}}{{/each}}", "shop")]
    [DataRow("{{#each api.env}}{{@key}}={{this}}{{/each}}", "A B=spaced")]
    [DataRow("{{#each services}}{{name}}@{{../name}}:{{#each ports}}{{this}}/{{../name}}/{{../../name}}/{{@root.port}} {{/each}}{{/each}}", "web@shop:80/web/shop/8080 81/web/shop/8080 db@shop:5432/db/shop/8080 ")]
    [DataRow("{{#each services as |s i|}}{{i}}{{s.name}}{{name}}{{#each s.ports as |p|}}-{{p}}{{s.name}}{{i}}{{/each}}{{/each}}", "0webweb-80web0-81web01dbdb-5432db1")]
    [DataRow("{{#each list as |Name|}}{{Name}}{{../name}}{{/each}}", "xshopyshop")]
    [DataRow("{{#each list as |name i|}}{{#if name}}{{../name}}{{name}}{{/if}}{{/each}}", "shopxshopy")]
    [DataRow("{{#with api}}{{name}} {{../name}} {{host}}{{/with}}", "api shop 127.0.0.2")]
    [DataRow("{{#with api as |a|}}{{a.host}}{{#if ../yes}}+{{/if}}{{/with}}", "127.0.0.2+")]
    [DataRow("{{#with empty}}a{{else}}b{{/with}}", "b")]
    [DataRow("{{#if yes}}{{#if yes}}{{#each list}}{{../port}}{{/each}}{{/if}}{{/if}}", "80808080")]
    [DataRow("{{elsewhere}}{{#if yes}}{{/if}}", "e")]
    public void Blocks(string template, string expected) =>
        Assert.AreEqual(expected, Template.Compile(template, "a.tmpl").Render(new Dictionary<string, object?>(s_values) { ["elsewhere"] = "e" }));

    [TestMethod]
    [DataRow("a\n{{#if yes}}\n  b\n{{/if}}\nc\n", "a\n  b\nc\n")]
    [DataRow("a\r\n  {{#if no}}\r\nb\r\n  {{else}}\r\nc\r\n  {{/if}}\r\nd", "a\r\nc\r\nd")]
    [DataRow("{{#each list}}\n- {{this}}\n{{/each}}\n", "- x\n- y\n")]
    [DataRow("a\n{{! gone }}\nb", "a\nb")]
    [DataRow("a {{~name~}} b", "ashopb")]
    [DataRow("a {{~#if yes~}} b {{~/if~}} c", "abc")]
    [DataRow("a {{~! x }} b {{! x ~}} c {{!-- x --~}} d {{~!-- x --}} e", "a b c d e")]
    [DataRow("{{name}}\n{{port}}\n", "shop\n8080\n")]
    [DataRow("  {{name}}  \n", "  shop  \n")]
    public void White_space(string template, string expected) => Assert.AreEqual(expected, Render(template));

    [TestMethod]
    [DataRow("")]
    [DataRow("plain")]
    [DataRow("\r\n\n\r \t\u0000\uFEFF\uFFFF😀\uD800 é")]
    [DataRow("}} {} { { }} \\{2} \\\\{2} \\\\\\{ \\} \\\\ \\")]
    [DataRow("$write $value 0 ($text 0)")]
    public void Text_without_double_braces_is_passed_through(string text)
    {
        Assert.AreEqual(text, Render(text));
        Assert.AreEqual($"shop{text}shop", Render($"{{{{name}}}}{text}{(text.EndsWith('\\') ? "\\" : "")}{{{{name}}}}"));
    }

    [TestMethod]
    [DataRow("\\{{name}}", "{{name}}")]
    [DataRow("\\{{{name}}}", "{{{name}}}")]
    [DataRow("\\{{name}} {{name}} \\{{#if}} }}", "{{name}} shop {{#if}} }}")]
    [DataRow("\\\\{{name}}", "\\shop")]
    [DataRow("\\\\\\{{name}}", "\\{{name}}")]
    [DataRow("\\\\\\\\{{name}}", "\\\\shop")]
    [DataRow("C:\\\\{{name}}\\{{", "C:\\shop{{")]
    [DataRow("{\"a\":{\"b\":{{port}}}}", "{\"a\":{\"b\":8080}}")]
    [DataRow("{{port}}}", "8080}")]
    [DataRow("{ {{port}} }", "{ 8080 }")]
    public void Double_braces_that_are_text(string template, string expected) => Assert.AreEqual(expected, Render(template));

    private static string Render(string template) => Template.Compile(template, "a.tmpl").Render(s_values);
}
