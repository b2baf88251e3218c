using System.Reflection.Emit;
using System.Reflection.Metadata;
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
        "System.Runtime.CompilerServices.RuntimeHelpers", "System.Collections.Immutable.", "System.Runtime.InteropServices.ImmutableCollectionsMarshal", "System.Collections.Frozen.",
        "System.Buffers.SearchValues", "System.Buffers.SearchValues`1",
        "System.Text.CompositeFormat", "System.Text.Encoding", "System.Text.UTF8Encoding", "System.Text.RegularExpressions.Regex",
        "System.Text.Json.JsonSerializerOptions", "System.Text.Json.JsonNamingPolicy", "System.Text.Json.Serialization.JsonStringEnumConverter",
        "System.Text.Json.Serialization.JsonStringEnumConverter`1", "System.Net.Http.HttpMethod", "System.Net.Http.Headers.AuthenticationHeaderValue",
        "System.Net.Http.Headers.EntityTagHeaderValue", "System.Net.Http.Headers.ProductHeaderValue", "System.Net.Http.Headers.ProductInfoHeaderValue",
        "System.Net.Http.Headers.MediaTypeHeaderValue", "System.Net.Http.Headers.MediaTypeWithQualityHeaderValue", "System.Net.Http.Headers.CacheControlHeaderValue", "System.Diagnostics.ActivitySource",
        "Microsoft.Extensions.Logging.LoggerMessage", "Microsoft.Extensions.Logging.LogDefineOptions", "Microsoft.Extensions.Logging.EventId",
    ];

    // Of these types, only these members.
    private static readonly HashSet<string> s_pureMembers = new(StringComparer.Ordinal)
    {
        "System.Guid..ctor", "System.Guid.Parse", "System.DateTime..ctor", "System.DateTimeOffset..ctor", "System.Globalization.CultureInfo.get_InvariantCulture",
        "System.Collections.Generic.IList`1.Add", "System.Collections.Generic.ICollection`1.Add", "System.Collections.Generic.KeyValuePair.Create",
        "System.Collections.Generic.KeyValuePair`2..ctor",
    };

    /// <summary>Tells whether every member of a type may be called, as nothing comes of it but values that do not change.</summary>
    public static bool IsPureType(string type) =>
        s_pureTypes.Any(pure => pure.EndsWith('.') ? type.StartsWith(pure, StringComparison.Ordinal) : type == pure);

    public static bool OnlyInitializes(PEReader assembly, MetadataReader metadata, MethodDefinition constructor)
    {
        List<Instruction> code = Instruction.Read(assembly, constructor);
        return Enumerable.Range(0, code.Count).All(i => code[i].Code.OperandType switch
        {
            OperandType.InlineMethod => IsPure(metadata, code[i], code.ElementAtOrDefault(i + 1)),
            OperandType.InlineSig => false,
            _ => true,
        });
    }

    private static bool IsPure(MetadataReader metadata, Instruction instruction, Instruction next)
    {
        // The address of a method is the body of a lambda: it does not run yet.
        if (instruction.Code == OpCodes.Ldftn)
        {
            return true;
        }

        EntityHandle target = instruction.Target;
        if (target.Kind == HandleKind.MethodSpecification)
        {
            target = metadata.GetMethodSpecification((MethodSpecificationHandle)target).Method;
        }

        if (target.Kind == HandleKind.MethodDefinition)
        {
            // Of the assembly itself: only lists that the compiler makes of collection expressions, and holders of lambdas.
            return IsMadeByCompiler(TypeNames.Of(metadata, metadata.GetMethodDefinition((MethodDefinitionHandle)target).GetDeclaringType())!);
        }

        MemberReference member = metadata.GetMemberReference((MemberReferenceHandle)target);
        if (TypeNames.Of(metadata, member.Parent) is not { } type)
        {
            return false;
        }

        // A lambda that is kept has not run when the constructor ends; whoever is given it may call it, and what it returns can be
        // anything.
        return TypeNames.IsDelegate(type)
            ? instruction.Code == OpCodes.Newobj && next.Code == OpCodes.Stsfld
            : IsPureType(type) || IsMadeByCompiler(type) || s_pureMembers.Contains($"{type}.{metadata.GetString(member.Name)}");
    }

    // What a lambda captures is in a <>c__DisplayClass, and can be changed.
    private static bool IsMadeByCompiler(string type) =>
        type.StartsWith("<>", StringComparison.Ordinal) && !type.StartsWith("<>c__DisplayClass", StringComparison.Ordinal);
}
