using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace TestOrchestrator.Engine.InProcess.Assemblies;

/// <summary>
/// Objects of the framework that programs keep in static fields and hardly ever change afterwards, though they could: whether one does is
/// seen in its code. One that is changed by the second instance of a program may even refuse it, as JsonSerializerOptions does once used.
/// </summary>
internal static class SettableObjects
{
    private static readonly HashSet<string> s_types = new(StringComparer.Ordinal)
    {
        "System.Text.Json.JsonSerializerOptions", "System.Net.Http.Headers.MediaTypeHeaderValue", "System.Net.Http.Headers.MediaTypeWithQualityHeaderValue",
        "System.Net.Http.Headers.CacheControlHeaderValue",
    };

    // A list or chain that such an object hands out is there to be changed.
    private static readonly HashSet<string> s_changeables = new(StringComparer.Ordinal) { "get_Converters", "get_TypeInfoResolverChain", "get_Parameters", "get_Extensions" };

    public static bool IsOne(string type) => s_types.Contains(type);

    /// <summary>
    /// Tells whether an assembly has a method that changes such an object which it gets from a static member, or from its caller.
    /// </summary>
    public static bool AreChangedBy(PEReader assembly)
    {
        MetadataReader metadata = assembly.GetMetadataReader();

        // Hardly any assembly names such a member, so that hardly any code has to be read.
        return metadata.MemberReferences.Select(metadata.GetMemberReference).Any(member => Changes(metadata, member))
            && metadata.MethodDefinitions.Select(metadata.GetMethodDefinition).Any(method => IsChangedBy(assembly, metadata, method));
    }

    public static bool IsChangedBy(PEReader assembly, MetadataReader metadata, MethodDefinition method)
    {
        if (metadata.StringComparer.Equals(method.Name, ".cctor"))
        {
            return false;
        }

        List<Instruction> code = Instruction.Read(assembly, method);
        return code.Exists(i => i.Target.Kind == HandleKind.MemberReference && Changes(metadata, metadata.GetMemberReference((MemberReferenceHandle)i.Target)))
            && (TypeConstancy.OfSignature(method).ParameterTypes.Contains(Constancy.Settable) || code.Exists(i => GetsStatic(metadata, i)));
    }

    private static bool Changes(MetadataReader metadata, MemberReference member) =>
        TypeNames.Of(metadata, member.Parent) is { } type
        && IsOne(type)
        && metadata.GetString(member.Name) is { } name
        && (name.StartsWith("set_", StringComparison.Ordinal) || s_changeables.Contains(name));

    private static bool GetsStatic(MetadataReader metadata, Instruction instruction)
    {
        EntityHandle target = instruction.Target;
        return target.Kind switch
        {
            HandleKind.FieldDefinition => TypeConstancy.Of(metadata.GetFieldDefinition((FieldDefinitionHandle)target)) == Constancy.Settable,
            HandleKind.MethodDefinition => ReturnsStatic(TypeConstancy.OfSignature(metadata.GetMethodDefinition((MethodDefinitionHandle)target))),
            HandleKind.MemberReference => GetsStatic(metadata.GetMemberReference((MemberReferenceHandle)target)),
            _ => false,
        };
    }

    private static bool GetsStatic(MemberReference member) => member.GetKind() == MemberReferenceKind.Field
        ? TypeConstancy.Of(member) == Constancy.Settable
        : ReturnsStatic(TypeConstancy.OfSignature(member));

    private static bool ReturnsStatic(MethodSignature<Constancy> method) => !method.Header.IsInstance && method.ReturnType == Constancy.Settable;
}
