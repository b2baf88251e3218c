using System.Collections.Concurrent;

namespace TestOrchestrator.Proxy.Sessions;

/// <summary>
/// Tells the sessions of one port apart: by the user in Proxy-Authorization, by the entry <c>to.session</c> of baggage, else it is the one
/// that listens. Thread-safe.
/// </summary>
internal sealed class SharedPort(ProxySession owner)
{
    private readonly ConcurrentDictionary<string, ProxySession> _byName = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ProxySession> _byUser = new(StringComparer.Ordinal);

    /// <summary>Gets a value indicating whether one of the sessions has had a fault.</summary>
    public bool HadFaults => owner.Scopes.HadFaults || (!_byName.IsEmpty && _byName.Values.Any(s => s.Scopes.HadFaults));

    /// <exception cref="ProxyException">TO2006: the name or the user is another session's.</exception>
    public void Add(ProxySession guest)
    {
        if (guest.Name == owner.Name || !_byName.TryAdd(guest.Name, guest))
        {
            throw SessionErrors.NameTaken(guest.Name, owner.Name);
        }

        if (guest.Options.Credentials is { } credentials && (credentials.UserName == owner.Options.Credentials?.UserName || !_byUser.TryAdd(credentials.UserName, guest)))
        {
            _byName.TryRemove(guest.Name, out _);
            throw SessionErrors.UserTaken(guest.Name, credentials.UserName, owner.Name);
        }
    }

    public void Remove(ProxySession guest)
    {
        _byName.TryRemove(new(guest.Name, guest));
        if (guest.Options.Credentials is { } credentials)
        {
            _byUser.TryRemove(new(credentials.UserName, guest));
        }
    }

    /// <summary>Admits a connection, or a request that goes without one of its own.</summary>
    /// <param name="authorization">Its Proxy-Authorization.</param>
    /// <param name="baggage">Its baggage.</param>
    public Admission Admit(string? authorization, string? baggage)
    {
        if (owner.Options.Credentials is null)
        {
            return Admit(baggage);
        }

        if (BasicCredentials.Read(authorization) is not { } given)
        {
            return Admission.Refused;
        }

        return _byUser.TryGetValue(given.User, out ProxySession? guest) ? (Matches(guest, given) ? Admission.To(guest) : Admission.Refused)
            : Matches(owner, given) ? Admit(baggage)
            : Admission.Refused;
    }

    /// <summary>
    /// Admits a request that need not give credentials, or has given them. A session with credentials is not to be had without them.
    /// </summary>
    public Admission Admit(string? baggage)
    {
        if (_byName.IsEmpty || Baggage.Find(baggage, "to.session") is not { } entry)
        {
            return Admission.To(owner);
        }

        string name = Uri.UnescapeDataString(entry);
        return _byName.TryGetValue(name, out ProxySession? guest) && guest.Options.Credentials is null
            ? Admission.To(guest)
            : Admission.To(owner, name == owner.Name ? null : $"the session '{name}' in its baggage");
    }

    private static bool Matches(ProxySession session, (string User, string Password) given) =>
        session.Options.Credentials is { } credentials && BasicCredentials.AreEqual(credentials.UserName, given.User) && BasicCredentials.AreEqual(credentials.Password, given.Password);
}
