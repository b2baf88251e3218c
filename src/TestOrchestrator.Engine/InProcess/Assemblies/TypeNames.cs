using System.Reflection.Metadata;

namespace TestOrchestrator.Engine.InProcess.Assemblies;

/// <summary>Names types as lists of known ones do.</summary>
internal static class TypeNames
{
    /// <summary>
    /// Names a type: with its namespace if it is in another assembly, without if it is in the same; of a generic one, its definition.
    /// </summary>
    /// <returns>
    /// The name; null if it is an array, a pointer or the like. A nested type of another assembly is named as in <c>.Builder</c>.
    /// </returns>
    public static string? Of(MetadataReader metadata, EntityHandle type)
    {
        switch (type.Kind)
        {
            case HandleKind.TypeReference:
                TypeReference reference = metadata.GetTypeReference((TypeReferenceHandle)type);
                return $"{metadata.GetString(reference.Namespace)}.{metadata.GetString(reference.Name)}";
            case HandleKind.TypeDefinition:
                return metadata.GetString(metadata.GetTypeDefinition((TypeDefinitionHandle)type).Name);
            case HandleKind.TypeSpecification:
                // GENERICINST (CLASS | VALUETYPE) TypeDefOrRef …
                BlobReader signature = metadata.GetBlobReader(metadata.GetTypeSpecification((TypeSpecificationHandle)type).Signature);
                return signature.ReadSignatureTypeCode() == SignatureTypeCode.GenericTypeInstance
                    ? OfHandle(metadata, signature.ReadSignatureTypeCode(), ref signature)
                    : null;
            default:
                return null;
        }
    }

    /// <summary>Names the type of a field; see the other overload.</summary>
    public static string? Of(MetadataReader metadata, FieldDefinition field)
    {
        // FIELD (CLASS | VALUETYPE) TypeDefOrRef, or FIELD GENERICINST (CLASS | VALUETYPE) TypeDefOrRef …
        BlobReader signature = metadata.GetBlobReader(field.Signature);
        _ = signature.ReadSignatureHeader();
        SignatureTypeCode code = signature.ReadSignatureTypeCode();
        return OfHandle(metadata, code == SignatureTypeCode.GenericTypeInstance ? signature.ReadSignatureTypeCode() : code, ref signature);
    }

    /// <summary>Names the type of an attribute.</summary>
    /// <returns>The name; null if the type is in the same assembly.</returns>
    public static string? Of(MetadataReader metadata, CustomAttribute attribute) =>
        attribute.Constructor.Kind == HandleKind.MemberReference
            ? Of(metadata, metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent)
            : null;

    public static bool IsDelegate(string type) =>
        type == "System.Action" || type.StartsWith("System.Action`", StringComparison.Ordinal) || type.StartsWith("System.Func`", StringComparison.Ordinal);

    private static string? OfHandle(MetadataReader metadata, SignatureTypeCode code, ref BlobReader signature) =>
        code == SignatureTypeCode.TypeHandle ? Of(metadata, signature.ReadTypeHandle()) : null;
}
