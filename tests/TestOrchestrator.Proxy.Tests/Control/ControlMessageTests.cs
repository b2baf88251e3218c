using System.Net.WebSockets;
using System.Text.Json;
using TestOrchestrator.Proxy.Client;
using TestOrchestrator.Proxy.Client.Definitions;
using TestOrchestrator.Proxy.Client.Reports;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Control;

[TestClass]
public sealed class ControlMessageTests
{
    [TestMethod]
    public async Task A_message_that_passed_and_one_that_comes_are_found()
    {
        await using TestOrigin origin = await TestOrigin.StartAsync(EchoAsync);
        await using ControlRig rig = await ControlRig.StartAsync(UnmatchedRequests.Forward);
        using ClientWebSocket socket = await ConnectAsync(rig, origin);
        await SayAsync(socket, """{ "type": "hello", "id": 7 }""");
        Predicates path = new() { Command = "/socket" };

        MessageReport past = await rig.Session.WaitForMessageAsync(new MessagePredicates { Direction = "received", Contains = "hello" }, path).Soon();
        Task<MessageReport> coming = rig.Session.WaitForMessageAsync(
            new MessagePredicates { Direction = "sent", Opcode = "text", JsonParams = new Dictionary<string, JsonElement> { ["$.id"] = JsonSerializer.SerializeToElement(8), ["$.type"] = JsonSerializer.SerializeToElement("*") } }, path);
        await SayAsync(socket, """{ "id": 8 }""");
        await SayAsync(socket, """{ "type": "bye", "id": 8 }""");
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "done", default).Soon();
        MessageReport close = await rig.Session.WaitForMessageAsync(new MessagePredicates { CloseStatus = 1000, Text = "done" }).Soon();

        Assert.AreEqual((1, 2, "received", """{ "type": "hello", "id": 7 }"""), (past.Exchange, past.Number, past.Direction, past.Text));
        Assert.AreEqual((5, """{ "type": "bye", "id": 8 }""", "whole"), ((await coming.Soon()).Number, (await coming).Text, (await coming).Capture));
        Assert.AreEqual(("close", "sent"), (close.Opcode, close.Direction));
        ExchangeReport exchange = await rig.Session.ExchangeAsync(1);
        Assert.AreEqual("sent", exchange.Messages![0].Direction);
        Assert.IsNotNull(exchange.Tunnel);
    }

    [TestMethod]
    public async Task One_that_does_not_come_is_told_with_what_came()
    {
        await using TestOrigin origin = await TestOrigin.StartAsync(EchoAsync);
        await using ControlRig rig = await ControlRig.StartAsync(UnmatchedRequests.Forward);
        using ClientWebSocket socket = await ConnectAsync(rig, origin);
        await SayAsync(socket, "hello");

        (int status, JsonElement problem) = await rig.PostAsync("sessions/current/messages/wait", """{ "message": { "text": "bye" }, "timeout_sec": 0 }""");
        ProxyControlException late = await Assert.ThrowsExactlyAsync<ProxyControlException>(() => rig.Session.WaitForMessageAsync(new MessagePredicates { Text = "bye" }, timeout: TimeSpan.Zero));

        Assert.AreEqual((409, "TO2250"), (status, problem.GetProperty("code").GetString()));
        StringAssert.Contains(problem.GetProperty("detail").GetString(), "text: hello");
        Assert.AreEqual("TO2250", late.Code);
    }

    private static async Task<ClientWebSocket> ConnectAsync(ControlRig rig, TestOrigin origin)
    {
        ClientWebSocket socket = new();
        using HttpMessageInvoker invoker = new(rig.Proxy.Handler());
        await socket.ConnectAsync(new UriBuilder(origin.Address) { Scheme = "ws", Path = "/socket" }.Uri, invoker, default).Soon();
        return socket;
    }

    private static async Task SayAsync(ClientWebSocket socket, string text)
    {
        await socket.SendAsync(System.Text.Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, default).Soon();
        await socket.ReceiveAsync(new byte[1000], default).Soon();
    }

    private static async Task EchoAsync(Microsoft.AspNetCore.Http.HttpContext context)
    {
        using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
        byte[] buffer = new byte[1000];
        while (await socket.ReceiveAsync(buffer, context.RequestAborted) is { CloseStatus: null } message)
        {
            await socket.SendAsync(buffer.AsMemory(0, message.Count), message.MessageType, message.EndOfMessage, context.RequestAborted);
        }

        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
    }
}
