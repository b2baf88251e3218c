using System.Globalization;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Mocks;

namespace Fuzz.Loads;

/// <summary>Answers with the body whose number is the path.</summary>
internal sealed class MixedAnswer(byte[][] answers)
{
    public MockResponse Of(RecordedRequest request) => new MockResponse().Bytes(answers[int.Parse(request.Url.AbsolutePath.AsSpan(1), CultureInfo.InvariantCulture)]);
}
