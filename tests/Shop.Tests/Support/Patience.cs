using System.Net;

namespace Shop.Tests.Support;

/// <summary>Tries again when a service says 503. After an outage of its database each of its connections, which it does not know to be lost, fails once.</summary>
internal sealed class Patience() : DelegatingHandler(new SocketsHttpHandler { UseProxy = false })
{
    // As many as a service has.
    private const int Connections = 20;

    public static HttpClient CreateHttpClient(TestApp app, string service) => new(new Patience()) { BaseAddress = app.GetEndpoint(service) };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage answer = await base.SendAsync(request, cancellationToken);
        for (int lost = 0; lost < Connections && answer.StatusCode == HttpStatusCode.ServiceUnavailable; lost++)
        {
            answer.Dispose();
            answer = await base.SendAsync(request, cancellationToken);
        }

        return answer;
    }
}
