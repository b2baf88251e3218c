using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace TestOrchestrator.Engine.InProcess.Assemblies;

/// <summary>Who calls whom in a program's own assemblies, by the names of methods: overloads count as one. Not thread-safe.</summary>
internal sealed class CallGraph
{
    private readonly Dictionary<MethodName, HashSet<MethodName>> _calls = [];
    private readonly HashSet<MethodName> _called = [];
    private readonly HashSet<MethodName> _callable = [];

    /// <summary>The method at which the program starts.</summary>
    public MethodName? EntryPoint { get; private set; }

    /// <summary>Adds the methods of an assembly.</summary>
    public void Add(PEReader assembly)
    {
        MetadataReader metadata = assembly.GetMetadataReader();
        int entryPoint = assembly.PEHeaders.CorHeader?.EntryPointTokenOrRelativeVirtualAddress ?? 0;
        foreach (MethodDefinitionHandle handle in metadata.MethodDefinitions)
        {
            MethodDefinition method = metadata.GetMethodDefinition(handle);
            MethodName name = MethodName.Of(metadata, handle);
            MethodName? owner = IsOfAsyncMethod(metadata, method) ? name.AsyncOwner : null;
            if (MetadataTokens.GetToken(handle) == entryPoint)
            {
                EntryPoint = name;
            }
            else if (owner is null && method.Attributes.HasFlag(MethodAttributes.Virtual))
            {
                // Whoever has the object calls it.
                _callable.Add(name);
            }

            HashSet<MethodName> calls = CallsOf(owner ?? name);
            foreach (Instruction instruction in Instruction.Read(assembly, method))
            {
                if (MethodName.TryOf(metadata, instruction.Target) is not { } target)
                {
                    continue;
                }

                calls.Add(target);
                (instruction.Code == OpCodes.Call || instruction.Code == OpCodes.Callvirt || instruction.Code == OpCodes.Newobj ? _called : _callable).Add(target);
            }
        }
    }

    /// <summary>
    /// Finds the methods that call another and may run whenever they like: all but those that run when the entry point calls them, directly
    /// or through others like them.
    /// </summary>
    public IEnumerable<MethodName> FindLateCallers(Func<MethodName, bool> ofWhat)
    {
        // What nobody calls is called by the framework; so are lambdas, overrides and implementations of interfaces. When, nobody knows.
        HashSet<MethodName> late = [.. _calls.Keys.Where(m => m != EntryPoint && (_callable.Contains(m) || !_called.Contains(m)))];
        Queue<MethodName> next = new(late);
        while (next.TryDequeue(out MethodName? caller))
        {
            foreach (MethodName callee in CallsOf(caller).Where(c => c != EntryPoint && _calls.ContainsKey(c) && late.Add(c)))
            {
                next.Enqueue(callee);
            }
        }

        return [.. _calls.Where(m => m.Value.Any(c => ofWhat(c) && (late.Contains(m.Key) || _callable.Contains(c)))).Select(m => m.Key)];
    }

    // That of an iterator runs when somebody iterates.
    private static bool IsOfAsyncMethod(MetadataReader metadata, MethodDefinition method) =>
        metadata.GetTypeDefinition(method.GetDeclaringType()).GetMethods().Any(m => metadata.StringComparer.Equals(metadata.GetMethodDefinition(m).Name, "SetStateMachine"));

    private HashSet<MethodName> CallsOf(MethodName method) =>
        _calls.TryGetValue(method, out HashSet<MethodName>? calls) ? calls : _calls[method] = [];
}
