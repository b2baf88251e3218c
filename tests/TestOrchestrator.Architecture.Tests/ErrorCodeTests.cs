using System.Text.RegularExpressions;

namespace TestOrchestrator.Architecture.Tests;

[TestClass]
public sealed partial class ErrorCodeTests
{
    [TestMethod]
    public void Every_code_is_explained_and_every_explained_code_exists()
    {
        string[] used = Codes(Repo.Sources(Repo.Src).Select(File.ReadAllText));
        string[] explained = Codes([File.ReadAllText(Path.Combine(Repo.Root, "eng", "docs", "errors.md"))]);

        Assert.AreEqual(string.Join(' ', used), string.Join(' ', explained));
    }

    private static string[] Codes(IEnumerable<string> texts) =>
        [.. texts.SelectMany(text => Code().Matches(text)).Select(match => match.Value).Distinct().Order(StringComparer.Ordinal)];

    [GeneratedRegex(@"\bTO\d{4}\b")]
    private static partial Regex Code();
}
