using TestOrchestrator.Proxy.Recordings;
using TestOrchestrator.Testing.Sessions;

namespace TestOrchestrator.Testing.Tests.Sessions;

[TestClass]
public sealed class TestRecordingsTests
{
    [TestMethod]
    [DataRow("Shop.CheckoutTests", "Shop.CheckoutTests.Pays", null, "Recordings/CheckoutTests/Pays.har")]
    [DataRow("Shop.CheckoutTests", "Shop.CheckoutTests.Pays", "partners", "Recordings/CheckoutTests/Pays.partners.har")]
    [DataRow("Shop.CheckoutTests", "Shop.CheckoutTests.Pays(1,EUR)", null, "Recordings/CheckoutTests/Pays(1,EUR).har")]
    [DataRow("CheckoutTests", "CheckoutTests.Pays(../../x@1)", null, "Recordings/CheckoutTests/Pays(______x_1)-77002648.har")]
    public void Each_test_has_a_file_beside_the_tests(string className, string testName, string? proxy, string expected) =>
        Assert.AreEqual(Path.Combine("/project", expected), new TestRecordings("/project", RecordingMode.Auto).FileOf(className, testName, proxy));

    [TestMethod]
    public void Two_names_that_cannot_be_written_are_two_files()
    {
        TestRecordings recordings = new("/project", RecordingMode.Auto);

        Assert.AreNotEqual(recordings.FileOf("C", "C.T(a/b)", null), recordings.FileOf("C", "C.T(a:b)", null));
    }
}
