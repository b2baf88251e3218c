using System.Globalization;
using System.Text.Json.Nodes;
using TestOrchestrator.Proxy.Control.Wire;
using TestOrchestrator.Proxy.Mocks;
using TestOrchestrator.Proxy.Sessions;

namespace TestOrchestrator.Proxy.Control.Mapping;

/// <summary>Problems, and what is said at the end of a scope or session, as they are shown.</summary>
internal static class ProblemMapping
{
    public static WireShape Shown { get; } = new("Problem", "Something that a test should hear of although the proxy went on.",
    [
        new("code", WireText.Any, "The code of the cause, TO23xx.") { IsRequired = true },
        new("message", WireText.Any, "The whole explanation.") { IsRequired = true },
        new("time", WireText.Any, "When it was noticed, ISO 8601.") { IsRequired = true },
        new("scope", WireText.Any, "The name of the scope to which it belongs.") { IsRequired = true },
        new("exchange", WireNumber.Count, "The number of the exchange that it is about."),
        new("ignored", WireFlag.Any, "Whether somebody has said that it may happen.") { IsRequired = true },
    ]);

    public static WireShape EndShown { get; } = new("EndReport", "What was not as it should be when a scope or session ended.",
    [
        new("unmet", new WireList(MockMapping.Shown), "The mocks that were not called as expected.") { IsRequired = true },
        new("problems", new WireList(Shown), "All problems of the scope and those within it; unmet expectations are among them, TO2341.") { IsRequired = true },
    ]);

    public static JsonArray Show(IEnumerable<ProxyProblem> problems) => [.. problems.Select(Show)];

    public static JsonObject ShowEnd(IEnumerable<(ScopeNode Scope, Mock Mock)> mocks, IEnumerable<ProxyProblem> problems) => new()
    {
        ["unmet"] = new JsonArray([.. mocks.Where(m => m.Mock.Traits.Expected is { } expected && !expected.IsMet(m.Mock.Calls)).Select(m => (JsonNode)MockMapping.Show(m.Scope, m.Mock))]),
        ["problems"] = Show(problems),
    };

    private static JsonObject Show(ProxyProblem problem)
    {
        JsonObject shown = new()
        {
            ["code"] = problem.Code,
            ["message"] = problem.Message,
            ["time"] = problem.Time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            ["scope"] = problem.Scope,
            ["ignored"] = problem.IsIgnored,
        };
        if (problem.Exchange is { } exchange)
        {
            shown["exchange"] = exchange;
        }

        return shown;
    }
}
