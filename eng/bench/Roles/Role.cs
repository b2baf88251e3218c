using Bench.Groups;
using Bench.Loads;
using Bench.Origins;
using Bench.Proxies;

namespace Bench.Roles;

/// <summary>What the program is when it has started itself again, as a process of its own. Each role ends when its standard input does, so none outlives who measures.</summary>
internal static class Role
{
    /// <summary>Plays the role that a command line names.</summary>
    /// <returns>Whether it names one.</returns>
    public static async Task<bool> TryPlayAsync(string[] args)
    {
        Task? role = args switch
        {
            [GroupOwner.Verb, string count] => GroupOwner.RunAsync(int.Parse(count, System.Globalization.CultureInfo.InvariantCulture)),
            [LoadRole.Verb] => LoadRole.RunAsync(),
            [OriginRole.Verb] => OriginRole.RunAsync(),
            [ProxyRole.Verb] => ProxyRole.RunAsync(),
            [SessionRole.Verb] => SessionRole.RunAsync(),
            _ => null,
        };
        await (role ?? Task.CompletedTask);
        return role is not null;
    }
}
