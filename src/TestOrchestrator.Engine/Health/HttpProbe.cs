using System.Text;
using TestOrchestrator.Engine.Waiting;

namespace TestOrchestrator.Engine.Health;

/// <summary>Asks once over HTTP.</summary>
internal static class HttpProbe
{
    private const int QuotedBody = 300;

    public static async ValueTask<Observation> LookAsync(ProbeHttpClient http, Uri address, int expectedStatus, CancellationToken cancellationToken)
    {
        try
        {
            using HttpResponseMessage response = await http.Client.GetAsync(address, cancellationToken).ConfigureAwait(false);
            if ((int)response.StatusCode == expectedStatus)
            {
                return Observation.Satisfied;
            }

            // Not as a string: that throws when the answer names letters that nobody knows.
            string body = Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
            return Observation.NotYet($"status {(int)response.StatusCode} instead of {expectedStatus} from {address}{(body.Length == 0 ? "" : $": {Shorten(body)}")}");
        }
        catch (HttpRequestException e)
        {
            return Observation.NotYet($"{e.Message} from {address}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Observation.NotYet($"no answer from {address} within {http.Client.Timeout.TotalSeconds} s");
        }
    }

    // Not between the halves of a character.
    private static string Shorten(string text) => text.Length <= QuotedBody
        ? text
        : $"{text[..(char.IsHighSurrogate(text[QuotedBody - 1]) ? QuotedBody - 1 : QuotedBody)]}…";
}
