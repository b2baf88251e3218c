using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Loader;

namespace TestOrchestrator.Engine.InProcess.Assemblies;

/// <summary>
/// Dictionaries of the framework and of shared packages that keep every type which they were asked about, and that no handler of hot reload
/// empties: each would keep the context of a service that has ended in memory. An entry is a memory of what was found out; without it, a
/// service that came to share it finds out again. A cache that another version does not have is passed over.
/// </summary>
internal static class TypeCaches
{
    // Where they are: assembly, type, static field; and through how many objects from there.
    private static readonly (string Assembly, string Type, string Field, int Depth)[] s_known =
    [
        ("Microsoft.AspNetCore.Http.Extensions", "Microsoft.AspNetCore.Http.ParameterBindingMethodCache", "Instance", 1),
        ("Microsoft.AspNetCore.Mvc.Abstractions", "Microsoft.AspNetCore.Http.ParameterBindingMethodCache", "NonThrowingInstance", 1),
        ("System.ComponentModel.Annotations", "System.ComponentModel.DataAnnotations.ValidationAttributeStore", "<Instance>k__BackingField", 1),
        ("System.ComponentModel.TypeConverter", "System.ComponentModel.TypeDescriptor", "s_providerTable", 3),
        ("System.ComponentModel.TypeConverter", "System.ComponentModel.TypeDescriptor", "s_defaultProviderInitialized", 0),
        ("Microsoft.EntityFrameworkCore", "Microsoft.EntityFrameworkCore.Internal.ServiceProviderCache", "<Instance>k__BackingField", 1),
    ];

    /// <summary>Takes out what is known about types of services that have ended.</summary>
    public static void Forget()
    {
        // Of a package there may be several versions.
        ILookup<string?, Assembly> loaded = AppDomain.CurrentDomain.GetAssemblies().Where(a => !a.IsCollectible).ToLookup(a => a.GetName().Name);
        foreach ((string name, string type, string field, int depth) in s_known)
        {
            foreach (Assembly assembly in loaded[name])
            {
                Forget(assembly.GetType(type)?.GetField(field, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)?.GetValue(null), depth);
            }
        }
    }

    private static void Forget(object? cache, int depth)
    {
        if (cache is IDictionary dictionary)
        {
            bool isThreadSafe = cache.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(ConcurrentDictionary<,>);
            foreach (object key in KeysOf(dictionary))
            {
                if (isThreadSafe && IsOfEnded(key as Type ?? (key as MemberInfo)?.DeclaringType ?? key.GetType()))
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

    // Of Dictionary<string, Order[]> the framework has the dictionary, and a service the order.
    private static bool IsOfEnded(Type type) => type.IsCollectible && (
        AssemblyLoadContext.GetLoadContext(type.Assembly) is ServiceContext { HasEnded: true }
        || type.GetGenericArguments().Any(IsOfEnded)
        || (type.GetElementType() is { } element && IsOfEnded(element)));

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
