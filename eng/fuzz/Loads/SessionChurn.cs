using System.Globalization;
using System.Text;
using Fuzz.Inputs;
using Fuzz.Running;

namespace Fuzz.Loads;

/// <summary>Many sessions opened, used and ended; nothing of them may remain.</summary>
internal sealed class SessionChurn(int sessions)
{
    private const int Lines = 10;
    private const int Clients = 8;
    private const int MoreHandles = 50;
    private const int MoreThreads = 20;
    private const long MoreBytes = 16 * 1024 * 1024;

    private static readonly byte[] s_request = Encoding.ASCII.GetBytes($"GET http://{Names.Host}/ HTTP/1.1\r\nHost: {Names.Host}\r\nConnection: close\r\n\r\n");

    public async Task<bool> RunAsync()
    {
        Rig rig = await Rig.StartAsync().ConfigureAwait(false);
        await using (rig.ConfigureAwait(false))
        {
            Usage? warm = null;
            Usage last = Usage.Settled();
            for (int line = 1; line <= Lines; line++)
            {
                ParallelOptions parallel = new() { MaxDegreeOfParallelism = Clients };
                await Parallel.ForEachAsync(Enumerable.Range(0, sessions / Lines), parallel, async (_, _) => await rig.TalkAsync(new Talk { IsPatient = true }, s_request).ConfigureAwait(false)).ConfigureAwait(false);
                last = Usage.Settled();
                warm ??= last;
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(long)sessions * line / Lines,7} sessions: {last}"));
            }

            return last.Handles <= warm!.Handles + MoreHandles && last.Threads <= warm.Threads + MoreThreads && last.ManagedBytes <= warm.ManagedBytes + MoreBytes;
        }
    }
}
