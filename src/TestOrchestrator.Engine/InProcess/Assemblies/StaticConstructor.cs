using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace TestOrchestrator.Engine.InProcess.Assemblies;

/// <summary>Judges whether a static constructor yields the same values whenever it runs, and values that nobody can change.</summary>
internal static class StaticConstructor
{
    // Every call may go to these types. A name that ends with a dot is a namespace.
    private static readonly string[] s_pureTypes =
    [
        "System.String", "System.TimeSpan", "System.Uri", "System.Version", "System.Decimal", "System.DateOnly", "System.TimeOnly", "System.StringComparer",
        "System.Nullable`1", "System.ReadOnlySpan`1", "System.Span`1", "System.MemoryExtensions", "System.Type", "System.Index", "System.Range",
        "System.Runtime.CompilerServices.RuntimeHelpers", "System.Collections.Immutable.", "System.Runtime.InteropServices.ImmutableCollectionsMarshal", "System.Collections.Frozen.", "System.Buffers.SearchValues",
        "System.Text.CompositeFormat", "System.Text.Encoding", "System.Text.UTF8Encoding", "System.Text.RegularExpressions.Regex",
        "System.Text.Json.JsonSerializerOptions", "System.Text.Json.JsonNamingPolicy", "System.Text.Json.Serialization.JsonStringEnumConverter",
        "System.Text.Json.Serialization.JsonStringEnumConverter`1", "System.Net.Http.HttpMethod", "System.Net.Http.Headers.", "System.Diagnostics.ActivitySource",
        "Microsoft.Extensions.Logging.LoggerMessage", "Microsoft.Extensions.Logging.LogDefineOptions", "Microsoft.Extensions.Logging.EventId",
    ];

    // Of these types, only these members.
    private static readonly HashSet<string> s_pureMembers = new(StringComparer.Ordinal)
    {
        "System.Guid..ctor", "System.Guid.Parse", "System.DateTime..ctor", "System.DateTimeOffset..ctor", "System.Globalization.CultureInfo.get_InvariantCulture",
        "System.Collections.Generic.IList`1.Add", "System.Collections.Generic.ICollection`1.Add", "System.Collections.Generic.KeyValuePair.Create",
        "System.Collections.Generic.KeyValuePair`2..ctor",
    };

    private static readonly Dictionary<int, OpCode> s_opCodes = typeof(OpCodes).GetFields()
        .Select(field => field.GetValue(null))
        .OfType<OpCode>()
        .ToDictionary(code => (int)(ushort)code.Value);

    public static bool OnlyInitializes(PEReader assembly, MetadataReader metadata, MethodDefinition constructor)
    {
        BlobReader code = assembly.GetMethodBody(constructor.RelativeVirtualAddress).GetILReader();
        while (code.RemainingBytes > 0)
        {
            int value = code.ReadByte();
            OpCode instruction = s_opCodes[value == 0xFE ? (value << 8) | code.ReadByte() : value];
            switch (instruction.OperandType)
            {
                case OperandType.InlineMethod when !IsPure(metadata, instruction, MetadataTokens.EntityHandle(code.ReadInt32())):
                    return false;
                case OperandType.InlineSwitch:
                    code.Offset += 4 * code.ReadInt32();
                    break;
                case OperandType.InlineMethod:
                    break;
                default:
                    code.Offset += SizeOf(instruction.OperandType);
                    break;
            }
        }

        return true;
    }

    private static int SizeOf(OperandType operand) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => 4,
    };

    private static bool IsPure(MetadataReader metadata, OpCode instruction, EntityHandle target)
    {
        // The address of a method is the body of a lambda: it does not run yet.
        if (instruction == OpCodes.Ldftn)
        {
            return true;
        }

        if (target.Kind == HandleKind.MethodSpecification)
        {
            target = metadata.GetMethodSpecification((MethodSpecificationHandle)target).Method;
        }

        if (target.Kind == HandleKind.MethodDefinition)
        {
            // Of the assembly itself: only lists that the compiler makes of collection expressions, and holders of lambdas.
            return IsMadeByCompiler(NameOf(metadata, metadata.GetMethodDefinition((MethodDefinitionHandle)target).GetDeclaringType())!);
        }

        MemberReference member = metadata.GetMemberReference((MemberReferenceHandle)target);
        return NameOf(metadata, member.Parent) is { } type
            && (s_pureTypes.Any(pure => pure.EndsWith('.') ? type.StartsWith(pure, StringComparison.Ordinal) : type == pure)
                || IsMadeByCompiler(type)
                || IsDelegate(type)
                || s_pureMembers.Contains($"{type}.{metadata.GetString(member.Name)}"));
    }

    // What a lambda captures is in a <>c__DisplayClass, and can be changed.
    private static bool IsMadeByCompiler(string type) =>
        type.StartsWith("<>", StringComparison.Ordinal) && !type.StartsWith("<>c__DisplayClass", StringComparison.Ordinal);

    private static bool IsDelegate(string type) =>
        type == "System.Action" || type.StartsWith("System.Action`", StringComparison.Ordinal) || type.StartsWith("System.Func`", StringComparison.Ordinal);

    private static string? NameOf(MetadataReader metadata, EntityHandle type)
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
                return signature.ReadSignatureTypeCode() == SignatureTypeCode.GenericTypeInstance && signature.ReadSignatureTypeCode() == SignatureTypeCode.TypeHandle
                    ? NameOf(metadata, signature.ReadTypeHandle())
                    : null;
            default:
                return null;
        }
    }
}
