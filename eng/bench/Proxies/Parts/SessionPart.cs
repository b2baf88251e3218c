using Bench.Machines;
using Bench.Roles;

namespace Bench.Proxies.Parts;

/// <summary>What a session costs, in the process that has it.</summary>
internal sealed class SessionPart : IProxyPart
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(1);

    public string Name => "sessions";

    public bool IsFor(IContender? contender) => contender is OurProxy;

    public async Task MeasureAsync(ProxyStage stage, IContender? contender)
    {
        string what = ProxyStage.Name("session", contender);
        Console.Error.WriteLine(what);
        SessionCosts? costs = null;
        Conditions conditions = await Conditions.DuringAsync(async () =>
        {
            await using RoleProcess process = RoleProcess.Start(SessionRole.Verb);
            await process.TellAsync(stage.Ground.Authority);
            costs = await process.HearAsync<SessionCosts>(s_limit);
        });
        double threads = (double)(costs!.ThreadsWith - costs.ThreadsBefore) / costs.Together;
        stage.Rounds.Add(what, costs.Opened.Zip(costs.Ended, (opened, ended) => new Measuring.Sample { ["added ms"] = opened, ["removed ms"] = ended, ["threads each"] = threads }), conditions);
    }
}
