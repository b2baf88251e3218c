using System.Globalization;
using System.Runtime.CompilerServices;

namespace TestOrchestrator.Proxy.Control.Mapping;

/// <summary>
/// The ids by which the control API names what lives in the process: given when they are asked for first, and forgotten with their object.
/// Thread-safe.
/// </summary>
internal static class Identity
{
    private static readonly ConditionalWeakTable<object, string> s_ids = [];
    private static long s_last;

    public static string Of(object named) => s_ids.GetValue(named, _ => Interlocked.Increment(ref s_last).ToString(CultureInfo.InvariantCulture));

    /// <summary>Finds one of several by its id.</summary>
    /// <exception cref="ControlException">TO2605: there is none.</exception>
    public static T Find<T>(string kind, string id, IEnumerable<T> all)
        where T : class
    {
        T[] known = [.. all];
        return known.FirstOrDefault(o => Of(o) == id) ?? throw ControlErrors.NoSuch(kind, id, [.. known.Select(Of)]);
    }
}
