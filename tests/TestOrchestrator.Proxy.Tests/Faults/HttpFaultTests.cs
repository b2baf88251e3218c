using TestOrchestrator.Proxy.Events;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Faults;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Faults;

/// <summary>The toxics of toxiproxy's own documentation, one after the other, over HTTP/1.1.</summary>
[TestClass]
public sealed class HttpFaultTests
{
    private static readonly TimeSpan s_while = TimeSpan.FromMilliseconds(200);

    [TestMethod]
    [DataRow(false, DisplayName = "plain")]
    [DataRow(true, DisplayName = "intercepted")]
    public async Task Latency_holds_the_answer_back(bool secure)
    {
        await using FaultRig rig = await FaultRig.StartAsync(secure);
        rig.Proxy.Root.Disturb(f => f.Latency(s_while));
        FaultTalk talk = await rig.ConnectAsync();
        await talk.AskAsync();
        await rig.Clock.TimerArmedAsync(s_while).Soon();
        Assert.AreEqual(1, rig.Asked);
        Assert.IsNull(rig.Exchange.Response);

        rig.Clock.Advance(s_while);

        Assert.AreEqual(FaultRig.Body, await talk.AnswerAsync());
        Assert.AreEqual("latency 200 ms downstream", rig.WhatHappened);
        Assert.AreEqual(s_while, rig.Exchange.Timings.ResponseStarted);
        Assert.AreEqual(ExchangeOutcome.Forwarded, rig.Exchange.Outcome);
    }

    [TestMethod]
    [DataRow(false, DisplayName = "plain")]
    [DataRow(true, DisplayName = "intercepted")]
    public async Task Latency_upstream_holds_the_request_back(bool secure)
    {
        await using FaultRig rig = await FaultRig.StartAsync(secure);
        rig.Proxy.Root.Disturb(f => f.Latency(s_while).Upstream());
        FaultTalk talk = await rig.ConnectAsync();
        await talk.AskAsync();
        await rig.Clock.TimerArmedAsync(s_while).Soon();
        Assert.AreEqual(0, rig.Asked);

        rig.Clock.Advance(s_while);

        Assert.AreEqual(FaultRig.Body, await talk.AnswerAsync());
        Assert.AreEqual("latency 200 ms upstream", rig.WhatHappened);
    }

    [TestMethod]
    [DataRow(false, DisplayName = "plain")]
    [DataRow(true, DisplayName = "intercepted")]
    public async Task Down_resets_a_connection_that_stands_and_is_over_when_it_is_removed(bool secure)
    {
        await using FaultRig rig = await FaultRig.StartAsync(secure);
        FaultTalk standing = await rig.ConnectAsync();
        await standing.AskAsync();
        Assert.AreEqual(FaultRig.Body, await standing.AnswerAsync());
        Fault down = rig.Proxy.Root.Disturb(f => f.Down());

        await standing.AskAsync();

        Assert.AreEqual("[reset]", await standing.ToEndAsync());
        Assert.AreEqual(1, rig.Asked);
        Assert.AreEqual(ExchangeOutcome.Faulted, rig.Exchange.Outcome);
        Assert.AreEqual("connection refused", rig.WhatHappened);
        down.Remove();
        FaultTalk later = await rig.ConnectAsync();
        await later.AskAsync();
        Assert.AreEqual(FaultRig.Body, await later.AnswerAsync());
    }

    [TestMethod]
    [DataRow(false, DisplayName = "plain")]
    [DataRow(true, DisplayName = "intercepted")]
    public async Task Bandwidth_lets_bytes_flow_evenly(bool secure)
    {
        await using FaultRig rig = await FaultRig.StartAsync(secure);
        rig.Proxy.Root.Disturb(f => f.Bandwidth(400));
        FaultTalk talk = await rig.ConnectAsync();
        await talk.AskAsync();
        string got = "";
        for (int passed = 0; passed < FaultRig.Body.Length; passed += 4)
        {
            // 400 bytes a second are 4 in 10 ms.
            await rig.Clock.TimerArmedAsync(TimeSpan.FromMilliseconds(10)).Soon();
            Assert.AreEqual(passed, rig.Exchange.Response?.BodyLength);
            rig.Clock.Advance(TimeSpan.FromMilliseconds(10));
            got += passed == 0 ? (await talk.HeadAsync())[..15] + await talk.ReadAsync(4) : await talk.ReadAsync(4);
        }

        Assert.AreEqual($"HTTP/1.1 200 OK{FaultRig.Body}", got);
        Assert.AreEqual("bandwidth 400 bytes/s downstream", rig.WhatHappened);
    }

    [TestMethod]
    [DataRow(false, DisplayName = "plain")]
    [DataRow(true, DisplayName = "intercepted")]
    public async Task Bandwidth_upstream_slows_the_request(bool secure)
    {
        await using FaultRig rig = await FaultRig.StartAsync(secure);
        rig.Proxy.Root.Disturb(f => f.Bandwidth(500).Upstream());
        FaultTalk talk = await rig.ConnectAsync();
        await talk.PostAsync(FaultRig.Body);
        for (int passed = 0; passed < FaultRig.Body.Length; passed += 5)
        {
            await rig.Clock.TimerArmedAsync(TimeSpan.FromMilliseconds(10)).Soon();
            Assert.AreEqual(passed, rig.Exchange.Request.BodyLength);
            rig.Clock.Advance(TimeSpan.FromMilliseconds(10));
        }

        Assert.AreEqual(FaultRig.Body, await talk.AnswerAsync());
    }

    [TestMethod]
    [DataRow(false, "", DisplayName = "plain, of known length")]
    [DataRow(true, "", DisplayName = "intercepted, of known length")]
    [DataRow(false, "chunked", DisplayName = "plain, chunked")]
    public async Task A_slow_close_comes_late(bool secure, string path)
    {
        await using FaultRig rig = await FaultRig.StartAsync(secure);
        rig.Proxy.Root.Disturb(f => f.SlowClose(s_while));
        FaultTalk talk = await rig.ConnectAsync();
        await talk.AskAsync(path, "Connection: close\r\n");
        await talk.HeadAsync();
        string body = await talk.ReadAsync(path.Length == 0 ? FaultRig.Body.Length : "14\r\n".Length + FaultRig.Body.Length + 2);

        // The client has all of the body, and the end of it is held: only the clock lets it go.
        await rig.PassAsync(s_while);

        StringAssert.Contains(body, FaultRig.Body);
        Assert.AreEqual(path.Length == 0 ? "" : "0\r\n\r\n", await talk.ToEndAsync());
        Assert.AreEqual("slow close 200 ms downstream", rig.WhatHappened);
    }

    [TestMethod]
    [DataRow(false, false, DisplayName = "plain")]
    [DataRow(true, false, DisplayName = "intercepted")]
    [DataRow(false, true, DisplayName = "plain, downstream")]
    [DataRow(true, true, DisplayName = "intercepted, downstream")]
    public async Task A_timeout_lets_nothing_pass_and_closes(bool secure, bool downstream)
    {
        await using FaultRig rig = await FaultRig.StartAsync(secure);
        rig.Proxy.Root.Disturb(f => downstream ? f.Timeout(s_while).Downstream() : f.Timeout(s_while));
        FaultTalk talk = await rig.ConnectAsync();
        await talk.AskAsync();

        await rig.PassAsync(s_while);

        Assert.AreEqual("", await talk.ToEndAsync());
        Assert.AreEqual(downstream ? 1 : 0, rig.Asked);
        Assert.AreEqual(ExchangeOutcome.Faulted, rig.Exchange.Outcome);
        string way = downstream ? "downstream" : "upstream";
        Assert.AreEqual($"timeout 200 ms {way}; closed after timeout 200 ms {way}", rig.WhatHappened);
    }

    [TestMethod]
    [DataRow(false, DisplayName = "plain")]
    [DataRow(true, DisplayName = "intercepted")]
    public async Task What_a_timeout_without_an_end_holds_goes_on_when_it_is_removed(bool secure)
    {
        await using FaultRig rig = await FaultRig.StartAsync(secure);
        Fault held = rig.Proxy.Root.Disturb(f => f.Timeout());
        FaultTalk talk = await rig.ConnectAsync();
        await talk.AskAsync();
        await rig.Proxy.SeenAsync(1).Soon();
        Assert.AreEqual(0, rig.Asked);

        await held.DisposeAsync();

        Assert.AreEqual(FaultRig.Body, await talk.AnswerAsync());
    }

    [TestMethod]
    [DataRow(false, DisplayName = "plain")]
    [DataRow(true, DisplayName = "intercepted")]
    public async Task Reset_peer_resets_before_anything(bool secure)
    {
        await using FaultRig rig = await FaultRig.StartAsync(secure);
        Fault fault = rig.Proxy.Root.Disturb(f => f.Reset().Seed(7));
        FaultTalk talk = await rig.ConnectAsync();
        await talk.AskAsync();

        Assert.AreEqual("[reset]", await talk.ToEndAsync());

        Assert.AreEqual(0, rig.Asked);
        Assert.AreEqual($"#1 GET {rig.Origin.Address} -> broken: reset upstream, by the fault reset for ANY */** (scope 'session', seed 7), call 1", rig.Exchange.ToString());
        Assert.AreSame(fault, rig.Exchange.Faults.Single().Fault);
    }

    [TestMethod]
    public async Task Reset_peer_may_wait()
    {
        await using FaultRig rig = await FaultRig.StartAsync(secure: false);
        rig.Proxy.Root.Disturb(f => f.Reset(s_while));
        FaultTalk talk = await rig.ConnectAsync();
        await talk.AskAsync();

        await rig.PassAsync(s_while);

        Assert.AreEqual("[reset]", await talk.ToEndAsync());
    }

    [TestMethod]
    [DataRow(false, 0, DisplayName = "plain, after the headers")]
    [DataRow(true, 0, DisplayName = "intercepted, after the headers")]
    [DataRow(false, 7, DisplayName = "plain, after 7 bytes")]
    [DataRow(true, 7, DisplayName = "intercepted, after 7 bytes")]
    public async Task Reset_peer_resets_within_the_answer(bool secure, int bytes)
    {
        await using FaultRig rig = await FaultRig.StartAsync(secure);
        rig.Proxy.Root.Disturb(f => bytes == 0 ? f.ResetAfterHeaders() : f.ResetAfter(bytes));
        FaultTalk talk = await rig.ConnectAsync();
        await talk.AskAsync();

        StringAssert.StartsWith(await talk.HeadAsync(), "HTTP/1.1 200 OK\r\n");

        Assert.AreEqual($"{FaultRig.Body[..bytes]}[reset]", await talk.ToEndAsync());
        Assert.AreEqual($"reset downstream after {bytes} bytes", rig.WhatHappened);
        Assert.AreEqual(bytes, rig.Exchange.Response?.BodyLength);
    }

    [TestMethod]
    [DataRow(false, DisplayName = "plain")]
    [DataRow(true, DisplayName = "intercepted")]
    public async Task Reset_peer_upstream_resets_within_the_request(bool secure)
    {
        await using FaultRig rig = await FaultRig.StartAsync(secure);
        rig.Proxy.Root.Disturb(f => f.ResetAfter(5).Upstream());
        FaultTalk talk = await rig.ConnectAsync();
        await talk.PostAsync(FaultRig.Body);

        Assert.AreEqual("[reset]", await talk.ToEndAsync());

        Assert.AreEqual(5, rig.Exchange.Request.BodyLength);
        Assert.AreEqual("reset upstream after 5 bytes", rig.WhatHappened);
    }

    [TestMethod]
    [DataRow(false, DisplayName = "plain")]
    [DataRow(true, DisplayName = "intercepted")]
    public async Task A_slicer_sends_slice_by_slice(bool secure)
    {
        await using FaultRig rig = await FaultRig.StartAsync(secure);
        rig.Proxy.Root.Disturb(f => f.Slicer(8, gap: s_while));
        FaultTalk talk = await rig.ConnectAsync();
        await talk.AskAsync();

        await talk.HeadAsync();
        Assert.AreEqual("01234567", await talk.ReadAsync(8));
        await rig.Clock.TimerArmedAsync(s_while).Soon();
        Assert.AreEqual(8, rig.Exchange.Response?.BodyLength);
        rig.Clock.Advance(s_while);
        Assert.AreEqual("89abcdef", await talk.ReadAsync(8));
        await rig.PassAsync(s_while);
        Assert.AreEqual("ghij", await talk.ReadAsync(4));
        Assert.AreEqual("slices downstream", rig.WhatHappened);
    }

    [TestMethod]
    [DataRow(false, "", DisplayName = "plain")]
    [DataRow(true, "", DisplayName = "intercepted")]
    [DataRow(false, "chunked", DisplayName = "plain, chunked")]
    public async Task A_data_limit_closes_after_so_many_bytes(bool secure, string path)
    {
        await using FaultRig rig = await FaultRig.StartAsync(secure);
        rig.Proxy.Root.Disturb(f => f.LimitData(10));
        FaultTalk talk = await rig.ConnectAsync();
        await talk.AskAsync(path);
        await talk.HeadAsync();

        Assert.AreEqual(path.Length == 0 ? "0123456789" : "a\r\n0123456789\r\n", await talk.ToEndAsync());

        Assert.AreEqual("closed downstream after 10 bytes", rig.WhatHappened);
        Assert.AreEqual(ExchangeOutcome.Faulted, rig.Exchange.Outcome);
    }

    [TestMethod]
    public async Task A_body_that_is_no_longer_than_the_limit_passes_whole()
    {
        await using FaultRig rig = await FaultRig.StartAsync(secure: false);
        rig.Proxy.Root.Disturb(f => f.LimitData(20));
        FaultTalk talk = await rig.ConnectAsync();

        await talk.AskAsync();

        Assert.AreEqual(FaultRig.Body, await talk.AnswerAsync());
        Assert.AreEqual("", rig.WhatHappened);
    }

    [TestMethod]
    [DataRow(false, DisplayName = "plain")]
    [DataRow(true, DisplayName = "intercepted")]
    public async Task A_lost_exchange_hangs_until_its_client_gives_up_or_the_fault_is_removed(bool secure)
    {
        await using FaultRig rig = await FaultRig.StartAsync(secure);
        Fault loss = rig.Proxy.Root.Disturb(f => f.Loss(1));
        FaultTalk talk = await rig.ConnectAsync();
        await talk.AskAsync();

        // The request is seen before it is lost.
        await rig.Proxy.Root.EventsAsync().FirstAsync(e => e.Kind == ProxyEventKind.Fault).AsTask().Soon();
        rig.Clock.Advance(TimeSpan.FromHours(1));
        Assert.AreEqual(0, rig.Asked);

        loss.Remove();

        Assert.AreEqual(FaultRig.Body, await talk.AnswerAsync());
        Assert.AreEqual("lost upstream", rig.WhatHappened);
    }

    [TestMethod]
    [DataRow(false, DisplayName = "the client gives up")]
    [DataRow(true, DisplayName = "the session ends")]
    public async Task What_is_held_ends_when(bool sessionEnds)
    {
        await using FaultRig rig = await FaultRig.StartAsync(secure: true);
        rig.Proxy.Root.Disturb(f => f.Timeout());
        FaultTalk talk = await rig.ConnectAsync();
        await talk.AskAsync();

        // The request is seen before it is held.
        await rig.Proxy.Root.EventsAsync().FirstAsync(e => e.Kind == ProxyEventKind.Fault).AsTask().Soon();

        if (!sessionEnds)
        {
            talk.GiveUp();
        }
        else
        {
            await rig.Proxy.Session.DisposeAsync().AsTask().Soon();
        }

        RecordedExchange ended = await rig.Proxy.Root.WaitForAsync(r => r).Soon();
        Assert.AreEqual(ExchangeOutcome.Aborted, ended.Outcome);
        Assert.AreEqual("held upstream", rig.WhatHappened);
        Assert.AreEqual(0, rig.Asked);
    }

    [TestMethod]
    public async Task A_mock_is_disturbed_like_an_origin()
    {
        await using FaultRig rig = await FaultRig.StartAsync(secure: false);
        rig.Proxy.Root.When(r => r).Respond(j => j.Text(FaultRig.Body));
        rig.Proxy.Root.Disturb(f => f.ResetAfter(4).Latency(s_while));
        FaultTalk talk = await rig.ConnectAsync();
        await talk.AskAsync();
        await rig.PassAsync(s_while);
        await talk.HeadAsync();

        Assert.AreEqual("0123[reset]", await talk.ToEndAsync());

        Assert.AreEqual(0, rig.Asked);
        Assert.AreEqual(ExchangeOutcome.Faulted, rig.Exchange.Outcome);
    }
}
