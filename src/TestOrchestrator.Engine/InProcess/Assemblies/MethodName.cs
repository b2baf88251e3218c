using System.Reflection.Metadata;

namespace TestOrchestrator.Engine.InProcess.Assemblies;

/// <summary>The name of a method with that of its type, the same from every assembly. Immutable.</summary>
/// <param name="Type">Namespace and name; outer types stand before a '+'.</param>
/// <param name="Method">The name that the compiler gave it.</param>
internal sealed record MethodName(string Type, string Method)
{
    /// <summary>
    /// The method whose body this is: the compiler moves that of an async method into a type of its own.
    /// <c>Program+&lt;Main&gt;d__0.MoveNext</c> is <c>Program.Main</c>; of a lambda or local function the type ends with <c>&gt;d</c>.
    /// </summary>
    public MethodName? AsyncOwner
    {
        get
        {
            int outer = Type.LastIndexOf('+');
            int end = Type.LastIndexOf(">d", StringComparison.Ordinal);
            return Method == "MoveNext" && outer >= 0 && end > outer && Type[outer + 1] == '<' ? new(Type[..outer], Type[(outer + 2)..end]) : null;
        }
    }

    public static MethodName Of(MetadataReader metadata, MethodDefinitionHandle handle)
    {
        MethodDefinition method = metadata.GetMethodDefinition(handle);
        return new(NameOf(metadata, method.GetDeclaringType())!, metadata.GetString(method.Name));
    }

    /// <summary>Names the method that an instruction names; null if it names none, or one of an array.</summary>
    public static MethodName? TryOf(MetadataReader metadata, EntityHandle target)
    {
        switch (target.Kind)
        {
            case HandleKind.MethodDefinition:
                return Of(metadata, (MethodDefinitionHandle)target);
            case HandleKind.MethodSpecification:
                return TryOf(metadata, metadata.GetMethodSpecification((MethodSpecificationHandle)target).Method);
            case HandleKind.MemberReference:
                MemberReference member = metadata.GetMemberReference((MemberReferenceHandle)target);
                return member.GetKind() == MemberReferenceKind.Method && NameOf(metadata, member.Parent) is { } type ? new(type, metadata.GetString(member.Name)) : null;
            default:
                return null;
        }
    }

    /// <summary>Returns the name as it is written in the source: what a lambda or a local function is in.</summary>
    public override string ToString()
    {
        string type = string.Join('.', Type.Split('+').TakeWhile(part => !part.StartsWith('<')));
        string method = Method;
        while (method.StartsWith('<') && method.LastIndexOf('>') is > 0 and int end)
        {
            method = method[1..end];
        }

        return $"{type}.{method}";
    }

    private static string? NameOf(MetadataReader metadata, EntityHandle type)
    {
        switch (type.Kind)
        {
            case HandleKind.TypeDefinition:
                TypeDefinition definition = metadata.GetTypeDefinition((TypeDefinitionHandle)type);
                return Nested(definition.GetDeclaringType() is { IsNil: false } outer ? NameOf(metadata, outer) : null, metadata.GetString(definition.Namespace), metadata.GetString(definition.Name));
            case HandleKind.TypeReference:
                TypeReference reference = metadata.GetTypeReference((TypeReferenceHandle)type);
                return Nested(reference.ResolutionScope.Kind == HandleKind.TypeReference ? NameOf(metadata, reference.ResolutionScope) : null, metadata.GetString(reference.Namespace), metadata.GetString(reference.Name));
            case HandleKind.TypeSpecification:
                // GENERICINST (CLASS | VALUETYPE) TypeDefOrRef …
                BlobReader signature = metadata.GetBlobReader(metadata.GetTypeSpecification((TypeSpecificationHandle)type).Signature);
                return signature.ReadSignatureTypeCode() == SignatureTypeCode.GenericTypeInstance && signature.ReadSignatureTypeCode() == SignatureTypeCode.TypeHandle
                    ? NameOf(metadata, signature.ReadTypeHandle())
                    : null;
            default:
                return null;
        }
    }

    private static string Nested(string? outer, string space, string name) =>
        outer is not null ? $"{outer}+{name}" : space.Length == 0 ? name : $"{space}.{name}";
}
