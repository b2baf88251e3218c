using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using TestOrchestrator.Proxy.Sessions;

namespace TestOrchestrator.Proxy.Control.Holdings;

/// <summary>
/// What a program that uses the proxy in its own process would hold in variables: the gates and recordings of a session. Thread-safe.
/// </summary>
internal sealed class SessionHoldings
{
    private static readonly ConditionalWeakTable<ProxySession, SessionHoldings> s_all = [];

    private ImmutableList<HeldGate> _gates = [];
    private ImmutableList<HeldRecording> _recordings = [];

    /// <summary>Gets the gates that have not been removed, oldest first.</summary>
    public ImmutableList<HeldGate> Gates => Volatile.Read(ref _gates);

    /// <summary>
    /// Gets the recordings that have been neither committed nor discarded, oldest first; those of scopes that have ended, too.
    /// </summary>
    public ImmutableList<HeldRecording> Recordings => Volatile.Read(ref _recordings);

    public static SessionHoldings Of(ProxySession session) => s_all.GetValue(session, static _ => new SessionHoldings());

    public void Add(HeldGate gate) => ImmutableInterlocked.Update(ref _gates, static (all, one) => all.Add(one), gate);

    public void Add(HeldRecording recording) => ImmutableInterlocked.Update(ref _recordings, static (all, one) => all.Add(one), recording);

    public void Remove(HeldRecording recording) => ImmutableInterlocked.Update(ref _recordings, static (all, one) => all.Remove(one), recording);

    /// <summary>Opens gates, which nobody can name any more.</summary>
    public void Release(Func<HeldGate, bool> which)
    {
        foreach (HeldGate held in Gates.Where(which))
        {
            ImmutableInterlocked.Update(ref _gates, static (all, one) => all.Remove(one), held);
            held.Gate.Open();
        }
    }
}
