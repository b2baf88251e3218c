namespace TestOrchestrator.AppModel.Tests.Validation;

/// <summary>TO1118: launch settings cannot be read.</summary>
[TestClass]
public sealed class LaunchSettingsProblemTests : IDisposable
{
    private readonly TestAppHost _app = new();

    public void Dispose() => _app.Dispose();

    [TestMethod]
    [DataRow("{", "Expected depth to be zero at the end of the JSON payload. There is an open JSON object or array that should be closed. LineNumber: 0 | BytePositionInLine: 1.")]
    [DataRow("", "The input does not contain any JSON tokens. Expected the input to start with a valid JSON token, when isFinalBlock is true. LineNumber: 0 | BytePositionInLine: 0.")]
    [DataRow("[]", "The requested operation requires an element of type 'Object', but the target element has type 'Array'.")]
    [DataRow("""{ "profiles": [] }""", "The requested operation requires an element of type 'Object', but the target element has type 'Array'.")]
    [DataRow("""{ "profiles": { "web": true } }""", "The requested operation requires an element of type 'Object', but the target element has type 'True'.")]
    [DataRow("""{ "profiles": { "web": { "commandName": 1 } } }""", "The requested operation requires an element of type 'String', but the target element has type 'Number'.")]
    [DataRow("""{ "profiles": { "web": { "environmentVariables": { "A": 1 } } } }""", "The requested operation requires an element of type 'String', but the target element has type 'Number'.")]
    [DataRow(
        """{ "profiles": { "web": { "commandName": "Project", "applicationUrl": "http://localhost:5000;localhost:5001" } } }""",
        "the applicationUrl of the profile 'web' names 'localhost:5001', which is not an address such as 'http://localhost:5000'.")]
    public void It_is_said_why(string launchSettings, string why)
    {
        _app.Builder.AddProject("api", _app.WriteProject("api", launchSettings));

        Assert.AreEqual($"TO1118: The launch settings of 'api' cannot be read: '{_app.LaunchSettingsOf("api")}': {why}", _app.Problems());
    }

    [TestMethod]
    public void A_profile_that_is_not_taken_may_be_as_it_likes()
    {
        _app.Builder.AddProject("api", _app.WriteProject("api", """
            { "profiles": { "web": { "commandName": "Project" }, "docker": { "commandName": "Docker", "applicationUrl": "{Scheme}" } } }
            """));

        Assert.AreEqual("", _app.Problems());
    }
}
