using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Loader;

namespace TestOrchestrator.Engine.InProcess.Assemblies;

/// <summary>
/// Dictionaries of the framework that keep every type which they were asked about, and that no handler of hot reload empties: each would keep
/// the context of a service that has ended in memory. An entry is a memory of what was found out about a type, so that taking out those of
/// code that can be unloaded costs a service that still runs a little time at most. What a framework does not have is passed over.
/// </summary>
internal static class TypeCaches
{
    private const int Depth = 4;

    // Assembly, type, static field.
    private static readonly (string Assembly, string Type, string Field)[] s_known =
    [
        ("Microsoft.AspNetCore.Http.Extensions", "Microsoft.AspNetCore.Http.ParameterBindingMethodCache", "Instance"),
        ("Microsoft.AspNetCore.Mvc.Abstractions", "Microsoft.AspNetCore.Http.ParameterBindingMethodCache", "NonThrowingInstance"),
        ("System.ComponentModel.Annotations", "System.ComponentModel.DataAnnotations.ValidationAttributeStore", "<Instance>k__BackingField"),
        ("System.ComponentModel.TypeConverter", "System.ComponentModel.TypeDescriptor", "s_providerTable"),
        ("System.ComponentModel.TypeConverter", "System.ComponentModel.TypeDescriptor", "s_defaultProviderInitialized"),
    ];

    /// <summary>Takes out what is known about types that can be unloaded.</summary>
    public static void Forget()
    {
        ILookup<string?, Assembly> loaded = AssemblyLoadContext.Default.Assemblies.ToLookup(a => a.GetName().Name);
        foreach ((string assembly, string type, string field) in s_known)
        {
            object? cache = loaded[assembly].FirstOrDefault()?.GetType(type)?.GetField(field, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)?.GetValue(null);
            Forget(cache, Depth);
        }
    }

    private static void Forget(object? cache, int depth)
    {
        if (cache is IDictionary dictionary)
        {
            bool isThreadSafe = cache.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(ConcurrentDictionary<,>);
            foreach (object key in KeysOf(dictionary))
            {
                if (key is MemberInfo { IsCollectible: true } && isThreadSafe)
                {
                    dictionary.Remove(key);
                }
                else if (depth > 0)
                {
                    Forget(dictionary[key], depth - 1);
                }
            }
        }
        else if (cache is not null && depth > 0 && !cache.GetType().IsPrimitive)
        {
            foreach (FieldInfo field in cache.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Where(f => !f.FieldType.IsValueType))
            {
                Forget(field.GetValue(cache), depth - 1);
            }
        }
    }

    private static object[] KeysOf(IDictionary dictionary)
    {
        try
        {
            return [.. dictionary.Keys.Cast<object>()];
        }
        catch (InvalidOperationException)
        {
            // Somebody adds to it just now. What it leads to is forgotten the next time.
            return [];
        }
    }
}
