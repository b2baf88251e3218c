using TestOrchestrator.Engine.Secrets;

namespace TestOrchestrator.Engine.Tests.Secrets;

[TestClass]
public sealed class GeneratedPasswordTests
{
    [TestMethod]
    public void It_needs_no_escaping_anywhere_and_is_another_each_time()
    {
        string[] passwords = [.. Enumerable.Range(0, 100).Select(_ => GeneratedPassword.New())];

        Assert.IsEmpty(passwords.Where(p => p.Length != 22 || !p.All(char.IsAsciiLetterOrDigit)));
        Assert.HasCount(100, passwords.Distinct());
    }
}
