namespace TestOrchestrator.AppModel.Tests.Projects;

[TestClass]
public sealed class CommandLineTests
{
    // The rules of .NET itself, by which 'dotnet run' splits the same text.
    [TestMethod]
    [DataRow("")]
    [DataRow(" \t ")]
    [DataRow("one", "one")]
    [DataRow("  one \t two  ", "one", "two")]
    [DataRow("--name \"two words\"", "--name", "two words")]
    [DataRow("--name=\"two words\"s", "--name=two wordss")]
    [DataRow("\"\" x", "", "x")]
    [DataRow("a\"\"b", "ab")]
    [DataRow("{\\\"a\\\":1}", "{\"a\":1}")]
    [DataRow("\\\"", "\"")]
    [DataRow("C:\\dir\\file \\\\server\\share", "C:\\dir\\file", "\\\\server\\share")]
    [DataRow("\"C:\\dir\\\\\" next", "C:\\dir\\", "next")]
    [DataRow("\"a\\\\\\\"b\"", "a\\\"b")]
    [DataRow("\"say \"\"hi\"\" now\"", "say \"hi\" now")]
    [DataRow("\"never closed", "never closed")]
    [DataRow("ends\\", "ends\\")]
    public void Blanks_separate_quotes_join_and_backslashes_make_quotes_characters(string text, params string[] expected) =>
        CollectionAssert.AreEqual(expected, CommandLine.Split(text));
}
