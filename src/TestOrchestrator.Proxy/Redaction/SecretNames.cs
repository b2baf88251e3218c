using System.Collections.Frozen;
using System.Text;

namespace TestOrchestrator.Proxy.Redaction;

/// <summary>Says which names of parameters, form fields and JSON members stand before secrets. Immutable.</summary>
/// <remarks>
/// Compared without regard to case, <c>-</c> and <c>_</c>: <c>apiKey</c> is <c>api_key</c>. Of <c>user[password]</c> and
/// <c>user.password</c> the last part counts too.
/// </remarks>
/// <param name="names">The names.</param>
/// <param name="standIn">Says what stands where a secret was; <see langword="null"/> for always the same.</param>
internal sealed class SecretNames(IEnumerable<string> names, Func<string, string>? standIn = null)
{
    private static readonly char[] s_separators = ['.', '[', ']'];

    private readonly FrozenSet<string> _names = names.Select(Simplify).ToFrozenSet(StringComparer.Ordinal);

    public bool Contains(string name) =>
        _names.Contains(Simplify(name))
        || (name.IndexOfAny(s_separators) >= 0 && name.Split(s_separators, StringSplitOptions.RemoveEmptyEntries) is [.., string last] && _names.Contains(Simplify(last)));

    /// <summary>What stands where a secret was.</summary>
    public string StandIn(string secret) => standIn?.Invoke(secret) ?? SecretFilter.Marker;

    private static string Simplify(string name)
    {
        StringBuilder simple = new(name.Length);
        foreach (char c in name)
        {
            if (c is not ('-' or '_'))
            {
                simple.Append(char.ToLowerInvariant(c));
            }
        }

        return simple.ToString();
    }
}
