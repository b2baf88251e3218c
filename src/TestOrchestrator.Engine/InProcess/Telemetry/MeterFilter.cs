using System.Diagnostics.Metrics;
using System.Reflection;

namespace TestOrchestrator.Engine.InProcess.Telemetry;

/// <summary>
/// Lets a listener hear the measurements of one service alone: those of meters that its host has made, and of others those that are taken
/// in its flow of execution. What such other meters observe when they are asked, like the runtime's own, is of the whole process and is
/// left out.
/// </summary>
internal static class MeterFilter
{
    private static readonly FieldInfo[] s_callbacks =
        [.. typeof(MeterListener).GetFields(BindingFlags.Instance | BindingFlags.NonPublic).Where(f => IsCallback(f.FieldType))];

    /// <summary>Gets whether this version of .NET has what the filter is put around.</summary>
    public static bool CanFilter => s_callbacks.Length > 0;

    /// <param name="listener">The listener.</param>
    /// <param name="scope">The service.</param>
    /// <param name="own">What the host of the service makes meters with.</param>
    public static void Add(MeterListener listener, ServiceScope scope, IMeterFactory? own)
    {
        if (listener.InstrumentPublished is { } published)
        {
            listener.InstrumentPublished = (instrument, to) =>
            {
                if (instrument.Meter.Scope is null ? !instrument.IsObservable : instrument.Meter.Scope == own)
                {
                    published(instrument, to);
                }
            };
        }

        MethodInfo filter = typeof(MeterFilter).GetMethod(nameof(Filter), BindingFlags.Static | BindingFlags.NonPublic)!;
        foreach (FieldInfo callback in s_callbacks)
        {
            filter.MakeGenericMethod(callback.FieldType.GetGenericArguments()).Invoke(null, [listener, callback, scope, own]);
        }
    }

    private static void Filter<T>(MeterListener listener, FieldInfo callback, ServiceScope scope, IMeterFactory? own)
        where T : struct
    {
        if (callback.GetValue(listener) is MeasurementCallback<T> measured)
        {
            listener.SetMeasurementEventCallback<T>((instrument, value, tags, state) =>
            {
                bool isOwn = instrument.Meter.Scope is { } factory
                    ? factory == own
                    : !instrument.IsObservable && ServiceScope.Current == scope;
                if (isOwn)
                {
                    measured(instrument, value, tags, state);
                }
            });
        }
    }

    private static bool IsCallback(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(MeasurementCallback<>);
}
