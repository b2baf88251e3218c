using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using TestOrchestrator.Proxy.Har;
using TestOrchestrator.Proxy.Redaction;

namespace TestOrchestrator.Proxy.Recordings;

/// <summary>
/// What stands for secrets: <c>«r:8hex»</c> in files, and in ASCII on the wire, where headers take nothing else. The same value has the
/// same number throughout a file. Not thread-safe.
/// </summary>
/// <remarks>The numbers are counted, not made from the values, so a short secret cannot be found by trying.</remarks>
internal sealed partial class RecordingSecrets
{
    // What is shorter may stand anywhere by chance.
    private const int Recognizable = 8;
    private const string OnWire = "secret-r";

    private readonly Dictionary<string, uint> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<uint, string> _values = [];
    private uint _last;

    /// <summary>What replaces secrets in what is recorded.</summary>
    public SecretFilter Filter(RecordingOptions options) =>
        new(options.SecretHeaders, new SecretNames(options.SecretParameters, StandIn), StandInOfHeader);

    /// <summary>Takes note of the numbers that a file has used already.</summary>
    public void Used(HarEntry entry, Func<HarBody, string, byte[]> read)
    {
        Used(entry.Request.Url);
        foreach (HarPair header in entry.Request.Headers.Concat(entry.Response.Headers).Concat(entry.Request.Trailers).Concat(entry.Response.Trailers))
        {
            Used(header.Value);
        }

        Used(entry.Request.PostData is { } post ? Encoding.UTF8.GetString(read(post.Body, post.MimeType)) : "");
        Used(Encoding.UTF8.GetString(read(entry.Response.Content.Body, entry.Response.Content.MimeType)));
        foreach (HarWebSocketMessage message in entry.WebSocketMessages ?? [])
        {
            Used(message.Data);
        }
    }

    private void Used(string text)
    {
        foreach (Match token in InFiles().Matches(text))
        {
            _last = Math.Max(_last, uint.Parse(token.Groups[1].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        }
    }

    public static string ToWire(string text) => InFiles().Replace(text, $"{OnWire}$1");

    public static bool IsIn(string text) => Wired().IsMatch(text);

    /// <summary>Replaces what is known to be secret wherever else it stands, also what clients have from a replay.</summary>
    public string Known(string text)
    {
        string known = Wired().Replace(text, "«r:$1»");
        foreach ((string value, uint number) in _numbers)
        {
            known = value.Length >= Recognizable ? known.Replace(value, InFile(number), StringComparison.Ordinal) : known;
        }

        return known;
    }

    /// <summary>
    /// Whether a value of a request may be the one that was recorded with stand-ins; what they stand for is remembered by
    /// <paramref name="bindings"/>.
    /// </summary>
    public bool Agrees(string recorded, string live, Dictionary<uint, string> bindings)
    {
        string pattern = string.Join("(.+?)", Wired().Split(recorded).Where((_, i) => i % 2 == 0).Select(Regex.Escape));
        Match match = Regex.Match(live, $@"\A{pattern}\z", RegexOptions.Singleline | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        if (!match.Success)
        {
            return false;
        }

        int group = 1;
        foreach (Match token in Wired().Matches(recorded))
        {
            if (!Agrees(token, match.Groups[group++].Value, bindings))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Remembers which values stand-ins stand for from now on.</summary>
    public void Bind(Dictionary<uint, string> bindings)
    {
        foreach ((uint number, string value) in bindings)
        {
            _values[number] = value;
            _numbers.TryAdd(value, number);
        }
    }

    private bool Agrees(Match token, string live, Dictionary<uint, string> bindings)
    {
        if (IsIn(live))
        {
            return token.Value == live;
        }

        uint number = uint.Parse(token.Groups[1].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        if (_values.TryGetValue(number, out string? bound) || bindings.TryGetValue(number, out bound))
        {
            return bound == live;
        }

        return (!_numbers.TryGetValue(live, out uint other) || other == number) && bindings.TryAdd(number, live);
    }

    private string StandIn(string value)
    {
        if (value.Length == 0)
        {
            return "";
        }

        if (Wired().Match(value) is { Success: true } token && token.Length == value.Length)
        {
            return $"«r:{token.Groups[1].Value}»";
        }

        if (!_numbers.TryGetValue(value, out uint number))
        {
            _numbers[value] = number = ++_last;
        }

        return InFile(number);
    }

    // Authorization: Bearer abc     Cookie: a=1; b=2     Set-Cookie: a=1; Path=/; HttpOnly
    private string StandInOfHeader(string name, string value)
    {
        if (name.Equals("Cookie", StringComparison.OrdinalIgnoreCase))
        {
            return string.Join("; ", value.Split(';', StringSplitOptions.TrimEntries).Select(AfterEquals));
        }

        if (name.Equals("Set-Cookie", StringComparison.OrdinalIgnoreCase))
        {
            int end = value.IndexOf(';');
            return end < 0 ? AfterEquals(value) : AfterEquals(value[..end]) + value[end..];
        }

        int space = name.EndsWith("Authorization", StringComparison.OrdinalIgnoreCase) ? value.IndexOf(' ') : -1;
        return value[..(space + 1)] + StandIn(value[(space + 1)..]);
    }

    private string AfterEquals(string pair)
    {
        int equals = pair.IndexOf('=');
        return pair[..(equals + 1)] + StandIn(pair[(equals + 1)..].Trim());
    }

    private static string InFile(uint number) => string.Create(CultureInfo.InvariantCulture, $"«r:{number:x8}»");

    [GeneratedRegex("«r:([0-9a-f]{8})»", RegexOptions.CultureInvariant)]
    private static partial Regex InFiles();

    [GeneratedRegex("secret-r([0-9a-f]{8})", RegexOptions.CultureInvariant)]
    private static partial Regex Wired();
}
