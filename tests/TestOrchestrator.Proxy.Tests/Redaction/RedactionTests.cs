using System.Text;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Redaction;
using TestOrchestrator.Proxy.Sessions;

namespace TestOrchestrator.Proxy.Tests.Redaction;

[TestClass]
public sealed class RedactionTests
{
    private static readonly SecretFilter s_filter = new(new ProxySessionOptions { Name = "session" });

    [TestMethod]
    [DataRow("https://h/p", "https://h/p")]
    [DataRow("https://h/p?a=1&access_token=abc&b=%20+x", "https://h/p?a=1&access_token=[redacted]&b=%20+x")]
    [DataRow("https://h/p?accessToken=abc", "https://h/p?accessToken=[redacted]")]
    [DataRow("https://h/p?API-KEY=a&api_key=b", "https://h/p?API-KEY=[redacted]&api_key=[redacted]")]
    [DataRow("https://h/p?access%5Ftoken=abc", "https://h/p?access%5Ftoken=[redacted]")]
    [DataRow("https://h/p?user[password]=abc&login.pwd=x", "https://h/p?user[password]=[redacted]&login.pwd=[redacted]")]
    [DataRow("https://h/p?password=what?is'it=\"&b=1", "https://h/p?password=[redacted]&b=1")]
    [DataRow("https://h/p#token=abc&state=1", "https://h/p#token=[redacted]&state=1")]
    [DataRow("https://h/p?next=/login?token=abc", "https://h/p?next=/login?token=[redacted]")]
    [DataRow("https://h/p?password&token=&tokens=5", "https://h/p?password&token=&tokens=5")]
    [DataRow("https://h/token=abc", "https://h/token=abc")]
    public void Secret_parameters_of_URLs_are_replaced_and_nothing_else(string url, string expected) => Assert.AreEqual(expected, s_filter.Url(url));

    [TestMethod]
    public void URLs_within_texts_are_freed_of_secrets_too() => Assert.AreEqual(
        "No mock fits GET https://h/?token=[redacted] here.\nAdd scope.When(r => r.Get(\"https://h/?token=[redacted]\")).",
        s_filter.Text("No mock fits GET https://h/?token=abc here.\nAdd scope.When(r => r.Get(\"https://h/?token=abc\"))."));

    [TestMethod]
    [DataRow("""{"user":"anna","password":"s3\"cret","age":1.10}""", """{"user":"anna","password":"[redacted]","age":1.10}""")]
    [DataRow("""{ "token" : 12345 , "b": [ { "clientSecret":"x"} ] }""", """{ "token" : "[redacted]" , "b": [ { "clientSecret":"[redacted]"} ] }""")]
    [DataRow("""{"token":{"value":"a}\"","list":["b"]},"c":1}""", """{"token":"[redacted]","c":1}""")]
    [DataRow("""{"token":["a",["b"]],"c":1}""", """{"token":"[redacted]","c":1}""")]
    [DataRow("""{"token":null,"password":true,"secret":false}""", """{"token":null,"password":true,"secret":false}""")]
    [DataRow("""{"tok\u0065n":"abc"}""", """{"tok\u0065n":"[redacted]"}""")]
    [DataRow("""{"a":"token","b":"\"token\":\"x\""}""", """{"a":"token","b":"\"token\":\"x\""}""")]
    [DataRow("""["token","x"]""", """["token","x"]""")]
    [DataRow("""{"a":1,"password":"cut of""", """{"a":1,"password":"[redacted]""" + "\"")]
    [DataRow("""{"a":1,"password":""", """{"a":1,"password":""")]
    [DataRow("""{"a":1,"token":{"b":"cut""", """{"a":1,"token":"[redacted]""" + "\"")]
    [DataRow("{\"token\":\"a\"}\n{\"token\":\"b\"}", "{\"token\":\"[redacted]\"}\n{\"token\":\"[redacted]\"}")]
    public void Secret_members_of_JSON_are_replaced_and_nothing_else(string json, string expected) =>
        Assert.AreEqual(expected, Body(json, "application/json").Text);

    [TestMethod]
    [DataRow("application/problem+json", "{\"token\":\"[redacted]\"}")]
    [DataRow("text/event-stream", "{\"token\":\"[redacted]\"}")]
    [DataRow("application/x-ndjson", "{\"token\":\"[redacted]\"}")]
    [DataRow(null, "{\"token\":\"[redacted]\"}")]
    [DataRow("text/plain", "{\"token\":\"a\"}")]
    public void What_is_JSON_is_told_by_its_type(string? type, string expected) => Assert.AreEqual(expected, Body("{\"token\":\"a\"}", type).Text);

    [TestMethod]
    public void Fields_of_forms_are_replaced() => Assert.AreEqual(
        "grant_type=password&client_secret=[redacted]&password=[redacted]&empty=&token",
        Body("grant_type=password&client_secret=a%26b?c#d&password=x+y&empty=&token", "application/x-www-form-urlencoded; charset=utf-8").Text);

    [TestMethod]
    public void Parts_of_multipart_forms_are_replaced_and_others_keep_their_bytes()
    {
        const string type = "multipart/form-data; boundary=\"b1\"";
        byte[] form =
        [
            .. "--b1\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\ns3cret\r\n"u8,
            .. "--b1\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.bin\"\r\nContent-Type: application/octet-stream\r\n\r\n"u8,
            0xFF, 0x00, 0xFE,
            .. "\r\n--b1--\r\n"u8,
        ];

        ReadableBody binary = s_filter.Body(Content(form, type));
        ReadableBody text = s_filter.Body(Content([.. form.Where(b => b < 0x80)], type));

        Assert.IsNull(binary.Text);
        string expected = "--b1\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\n[redacted]\r\n--b1\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.bin\"\r\nContent-Type: application/octet-stream\r\n\r\n";
        Assert.AreEqual($"{expected}\u00FF\0\u00FE\r\n--b1--\r\n", Encoding.Latin1.GetString(binary.Bytes.Span));
        Assert.AreEqual($"{expected}\0\r\n--b1--\r\n", text.Text);
    }

    [TestMethod]
    public void Headers_are_replaced_whole_and_URLs_in_the_others()
    {
        Assert.AreEqual("[redacted]", s_filter.Header("cookie", "a=b"));
        Assert.AreEqual("https://h/?token=[redacted]", s_filter.Header("Location", "https://h/?token=a"));
        Assert.AreEqual("text/plain; charset=utf-8", s_filter.Header("Content-Type", "text/plain; charset=utf-8"));
    }

    [TestMethod]
    public void What_is_secret_is_for_the_session_to_say()
    {
        SecretFilter own = new(new ProxySessionOptions { Name = "session", RedactedParameters = ["pin"], RedactedHeaders = ["X-Pin"] });

        Assert.AreEqual("https://h/?token=1&pin=[redacted]", own.Url("https://h/?token=1&pin=2"));
        Assert.AreEqual("Bearer x", own.Header("Authorization", "Bearer x"));
        Assert.AreEqual("[redacted]", own.Header("x-pin", "1"));
    }

    [TestMethod]
    public void No_text_does_harm()
    {
        const string letters = "\"{}[]:,\\token password=&?#%u\r\n-b1\0\u00FF\uD800";
        Random random = new(20250102);
        for (int round = 0; round < 20_000; round++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(0, 40)).Select(_ => random.Next(8) == 0 ? "\"token\":" : letters[random.Next(letters.Length)].ToString()));
            s_filter.Text(text);
            s_filter.Url(text);
            foreach (string type in new[] { "application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=b1", text })
            {
                Body(text, type);
            }
        }
    }

    private static ReadableBody Body(string text, string? type) => s_filter.Body(Content(Encoding.UTF8.GetBytes(text), type));

    private static BodyContent Content(byte[] bytes, string? type) => new(
        new RecordedBody(bytes, bytes.Length, BodyCapture.Whole),
        type is null ? RecordedHeaders.Empty : new RecordedHeaders([new("Content-Type", type)]),
        "a request");
}
