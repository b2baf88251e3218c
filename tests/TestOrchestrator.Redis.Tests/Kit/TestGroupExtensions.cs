using System.Collections.Concurrent;
using System.Collections.Immutable;
using TestOrchestrator.Engine.Applications;
using TestOrchestrator.TestKit.Applications;

namespace TestOrchestrator.Redis.Tests.Kit;

/// <summary>Adds Redis servers to groups.</summary>
internal static class TestGroupExtensions
{
    private const int WellKnownPort = 6379;

    // The passwords that servers were started with, by application and unit.
    private static readonly ConcurrentDictionary<(string Application, string Unit), string> s_passwords = new();

    /// <summary>Adds a server as Aspire's package describes it.</summary>
    /// <param name="group">The group.</param>
    /// <param name="name">The name of the unit.</param>
    /// <param name="port">The port that it would like to have.</param>
    /// <param name="password">The password; the default is a random one.</param>
    /// <param name="arguments">More options, as on the command line of the program.</param>
    public static TestUnit AddRedis(this TestGroup group, string name, int? port = null, string? password = null, params ImmutableArray<string> arguments)
    {
        string secret = password ?? $"{Guid.NewGuid():N}";
        return group.AddOpenRedis(name, port).WithConfiguration((context, c) =>
        {
            s_passwords[(context.ApplicationId, context.Unit.Name)] = secret;
            return c with { Arguments = ["--requirepass", secret, .. arguments] };
        });
    }

    /// <summary>Adds a server that asks for no password.</summary>
    public static TestUnit AddOpenRedis(this TestGroup group, string name, int? port = null, params ImmutableArray<string> arguments) =>
        group.Add(new()
    {
        Name = name,
        Kind = "Redis",
        Provider = new RedisProvider(),
        Endpoints = [new() { Name = "tcp", Port = port, OwnAddressPort = WellKnownPort }],
    }).WithConfiguration((_, c) => c with { Arguments = arguments });

    /// <summary>Gets the password that a server was started with.</summary>
    public static string Password(this RunningApplication app, string unit) => s_passwords[(app.Id, unit)];
}
