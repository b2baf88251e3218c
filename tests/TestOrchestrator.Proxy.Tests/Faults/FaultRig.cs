using System.Net.Security;
using Microsoft.AspNetCore.Http;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Faults;

/// <summary>An origin, a proxy whose clock stands still, and clients that see every byte: in the clear, or through an opened TLS connection.</summary>
internal sealed class FaultRig : IAsyncDisposable
{
    public const string Body = "0123456789abcdefghij";

    private readonly bool _secure;
    private readonly List<IDisposable> _owned = [];
    private int _asked;

    private FaultRig(bool secure, TestProxy proxy, ManualTimeProvider clock) => (_secure, Proxy, Clock) = (secure, proxy, clock);

    public TestProxy Proxy { get; }

    public ManualTimeProvider Clock { get; }

    public TestOrigin Origin { get; private set; } = null!;

    /// <summary>Gets how many requests have reached the origin.</summary>
    public int Asked => Volatile.Read(ref _asked);

    public RecordedExchange Exchange => Proxy.Root.Exchanges[^1];

    public string WhatHappened => string.Join("; ", Exchange.Faults.Select(f => f.What));

    public static async Task<FaultRig> StartAsync(bool secure)
    {
        ManualTimeProvider clock = new(DateTimeOffset.UnixEpoch + TimeSpan.FromDays(60_000));
        FaultRig rig = new(secure, await TestProxy.StartAsync(clock: clock), clock);
        rig.Origin = await TestOrigin.StartAsync(rig.AnswerAsync, secure ? rig.Proxy.Authority : null);
        return rig;
    }

    public async Task<FaultTalk> ConnectAsync()
    {
        if (!_secure)
        {
            RawConnection plain = await RawConnection.ConnectAsync(Proxy.Session);
            _owned.Add(plain);
            return new FaultTalk(plain.Stream, Origin.Address.ToString());
        }

        RawConnection connection = await RawConnection.ConnectThroughAsync(Proxy.Session, Origin.Address.Authority);
        SslStream tls = new(connection.Stream);
        _owned.Add(tls);
        SslClientAuthenticationOptions trust = Proxy.Trust();
        trust.TargetHost = Origin.Address.Host;
        await tls.AuthenticateAsClientAsync(trust).Soon();
        return new FaultTalk(tls, "/");
    }

    /// <summary>Moves the clock by exactly the time for which the proxy now waits.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        await Clock.TimerArmedAsync(time).Soon();
        Clock.Advance(time);
    }

    public async ValueTask DisposeAsync()
    {
        _owned.ForEach(o => o.Dispose());
        await Origin.DisposeAsync();
        await Proxy.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using StreamReader reader = new(context.Request.Body);
        string received = await reader.ReadToEndAsync();
        Interlocked.Increment(ref _asked);
        string answer = received.Length > 0 ? received : Body;
        if (context.Request.Path != "/chunked")
        {
            context.Response.ContentLength = answer.Length;
        }

        await context.Response.WriteAsync(answer);
    }
}
