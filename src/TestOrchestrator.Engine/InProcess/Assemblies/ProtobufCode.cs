using System.Reflection;
using System.Reflection.Metadata;

namespace TestOrchestrator.Engine.InProcess.Assemblies;

/// <summary>
/// Recognizes the types that protoc and its gRPC plugin generate. Their static fields hold parsers, codecs, descriptors, marshallers and
/// methods, which are made of the .proto file alone and do not change. Their source is C# of Google.Protobuf 3 and Grpc.Tools 2.
/// </summary>
internal static class ProtobufCode
{
    // MapField<,>.Codec, as TypeNames names it.
    private const string MapCodec = ".Codec";

    private static readonly HashSet<string> s_fieldTypes = new(StringComparer.Ordinal)
    {
        "Google.Protobuf.MessageParser`1", "Google.Protobuf.FieldCodec`1", "Google.Protobuf.Extension`2", "Google.Protobuf.RepeatedExtension`2",
        "Grpc.Core.Marshaller`1", "Grpc.Core.Method`2",
    };

    /// <summary>
    /// Returns whether all static fields of a type are such, and its static constructor, if it has one, only initializes them.
    /// </summary>
    /// <param name="metadata">The assembly.</param>
    /// <param name="type">The type.</param>
    /// <param name="staticFields">Its static fields.</param>
    public static bool IsGenerated(MetadataReader metadata, TypeDefinition type, IEnumerable<FieldDefinition> staticFields)
    {
        FieldDefinition[] fields =
            [.. staticFields.Where(f => !f.Attributes.HasFlag(FieldAttributes.Literal) && !IsDecimalConstant(metadata, f))];

        // BeforeFieldInit: the static constructor has nothing but the initializers of the fields.
        return (fields is [var only] && IsDescriptor(metadata, type, only))
            || (type.Attributes.HasFlag(TypeAttributes.BeforeFieldInit)
                && fields.Any(f => IsOfMessageOrService(metadata, type, f))
                && fields.All(f => IsOfMessageOrService(metadata, type, f) || IsServiceName(metadata, f)));
    }

    // A user's part of a message may have constants. The compiler makes a static field of a decimal one.
    private static bool IsDecimalConstant(MetadataReader metadata, FieldDefinition field) => field.GetCustomAttributes()
        .Any(a => TypeNames.Of(metadata, metadata.GetCustomAttribute(a)) == "System.Runtime.CompilerServices.DecimalConstantAttribute");

    private static bool IsOfMessageOrService(MetadataReader metadata, TypeDefinition type, FieldDefinition field) =>
        field.Attributes.HasFlag(FieldAttributes.InitOnly)
        && TypeNames.Of(metadata, field) is { } name
        && (s_fieldTypes.Contains(name) || (name == MapCodec && IsMessage(metadata, type)));

    private static bool IsMessage(MetadataReader metadata, TypeDefinition type) => type.GetInterfaceImplementations()
        .Any(i => TypeNames.Of(metadata, metadata.GetInterfaceImplementation(i).Interface) == "Google.Protobuf.IMessage`1");

    private static bool IsServiceName(MetadataReader metadata, FieldDefinition field) =>
        field.Attributes.HasFlag(FieldAttributes.InitOnly) && metadata.StringComparer.Equals(field.Name, "__ServiceName");

    // public static partial class ShopReflection { private static FileDescriptor descriptor; static ShopReflection() { ... } }
    private static bool IsDescriptor(MetadataReader metadata, TypeDefinition type, FieldDefinition field) =>
        type.Attributes.HasFlag(TypeAttributes.Abstract | TypeAttributes.Sealed)
        && metadata.GetString(type.Name).EndsWith("Reflection", StringComparison.Ordinal)
        && metadata.StringComparer.Equals(field.Name, "descriptor")
        && TypeNames.Of(metadata, field) == "Google.Protobuf.Reflection.FileDescriptor";
}
