namespace ExtendedHost;

[TestClass]
public sealed class EmptyTests
{
    [TestMethod]
    public void Does_nothing()
    {
    }
}
