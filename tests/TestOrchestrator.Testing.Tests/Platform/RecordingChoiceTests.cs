using TestOrchestrator.Proxy.Recordings;
using TestOrchestrator.Testing.Platform;

namespace TestOrchestrator.Testing.Tests.Platform;

[TestClass]
public sealed class RecordingChoiceTests
{
    [TestMethod]
    [DataRow(null, null, null, RecordingMode.Auto)]
    [DataRow("record", "replay", "off", RecordingMode.Record)]
    [DataRow(null, "Replay", "off", RecordingMode.Replay)]
    [DataRow(null, "", "off", RecordingMode.Off)]
    public void The_option_goes_before_the_environment_and_that_before_the_configuration(string? asked, string? environment, string? configured, RecordingMode expected) =>
        Assert.AreEqual(expected, RecordingChoice.Of(asked, environment, configured));

    [TestMethod]
    [DataRow("1", null, null, "TO4011: '1' (--recordings) is nothing that can be done with recordings. Use one of 'off', 'record', 'replay', 'auto', 'update'.")]
    [DataRow(null, "no", null, "TO4011: 'no' (TESTORCHESTRATOR_RECORDINGS) is nothing that can be done with recordings. Use one of 'off', 'record', 'replay', 'auto', 'update'.")]
    public void What_is_none_is_refused_where_it_was_said(string? asked, string? environment, string? configured, string expected) =>
        Assert.AreEqual(expected, Assert.ThrowsExactly<ArgumentException>(() => RecordingChoice.Of(asked, environment, configured)).Message);
}
