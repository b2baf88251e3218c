using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace TestOrchestrator.Engine.InProcess.Assemblies;

/// <summary>
/// Looks in the metadata of an assembly for static state: whatever would let one instance of a program see what another one did. Constants,
/// caches that the compiler makes, and read-only fields that are initialised with immutable values of the framework are none. Whatever is
/// not known to be harmless counts as state. The format of metadata and instructions is ECMA-335.
/// </summary>
internal static class StaticState
{
    // Source generators, whose static fields are caches.
    private static readonly string[] s_generators =
    [
        "System.Text.RegularExpressions.Generator", "Microsoft.Extensions.Logging.Generators", "System.Text.Json.SourceGeneration",
        "Microsoft.AspNetCore.Http.RequestDelegateGenerator", "Microsoft.Extensions.Configuration.Binder.SourceGeneration", "grpc_csharp_plugin",
    ];

    // Source generators of types that are no part of a class of the user's, so that a field that is not read-only is a cache as well.
    private static readonly string[] s_generatorsOfWholeTypes = ["Microsoft.AspNetCore.OpenApi.SourceGenerators"];

    /// <summary>Finds static state.</summary>
    /// <returns>The name of a field, or of a static constructor that does more than initialise constants; null if there is none.</returns>
    public static string? Find(PEReader assembly)
    {
        MetadataReader metadata = assembly.GetMetadataReader();
        return metadata.TypeDefinitions.Select(handle => FindIn(assembly, metadata, handle)).FirstOrDefault(found => found is not null);
    }

    /// <summary>Finds a static field with an object that is state if the program changes it; see <see cref="SettableObjects"/>.</summary>
    public static string? FindSettable(PEReader assembly)
    {
        MetadataReader metadata = assembly.GetMetadataReader();
        return metadata.TypeDefinitions
            .Where(handle => !IsMadeByCompiler(metadata, handle) && !ToolsOf(metadata, handle).Any(s_generators.Contains))
            .Select(metadata.GetTypeDefinition)
            .SelectMany(type => StaticFields(metadata, type).Where(f => TypeConstancy.Of(f) == Constancy.Settable).Select(f => $"{NameOf(metadata, type)}.{metadata.GetString(f.Name)}"))
            .FirstOrDefault();
    }

    /// <summary>Finds static state in one type, not counting the types in it.</summary>
    public static string? FindIn(PEReader assembly, MetadataReader metadata, TypeDefinitionHandle handle)
    {
        TypeDefinition type = metadata.GetTypeDefinition(handle);
        FieldDefinition[] fields = [.. StaticFields(metadata, type)];
        string[] tools = [.. ToolsOf(metadata, handle)];
        if (IsMadeByCompiler(metadata, handle) || tools.Any(s_generatorsOfWholeTypes.Contains) || ProtobufCode.IsGenerated(metadata, type, fields))
        {
            return null;
        }

        // A generator marks the user's part of a partial class as well; its own fields are read-only, a class that is not is the user's.
        bool isGenerated = tools.Any(s_generators.Contains);
        foreach (FieldDefinition field in fields)
        {
            if (!IsHarmless(metadata, field) && !(isGenerated && field.Attributes.HasFlag(FieldAttributes.InitOnly)))
            {
                return $"{NameOf(metadata, type)}.{metadata.GetString(field.Name)}";
            }
        }

        return isGenerated || type.GetMethods().Select(metadata.GetMethodDefinition).All(method => !IsStaticConstructor(metadata, method) || StaticConstructor.OnlyInitializes(assembly, metadata, method))
            ? null
            : $"{NameOf(metadata, type)}..cctor";
    }

    private static bool IsStaticConstructor(MetadataReader metadata, MethodDefinition method) =>
        method.Attributes.HasFlag(MethodAttributes.RTSpecialName) && metadata.StringComparer.Equals(method.Name, ".cctor");

    private static bool IsHarmless(MetadataReader metadata, FieldDefinition field) =>
        field.Attributes.HasFlag(FieldAttributes.Literal)
        || field.Attributes.HasFlag(FieldAttributes.HasFieldRVA)
        || ToolsOf(metadata, field.GetCustomAttributes()).Any(s_generators.Contains)
        || (field.Attributes.HasFlag(FieldAttributes.InitOnly) && TypeConstancy.Of(field) != Constancy.Changeable);

    // Delegates of lambdas and method groups (<>c, <>O), data of array initialisers, call sites of dynamic.
    private static bool IsMadeByCompiler(MetadataReader metadata, TypeDefinitionHandle handle) => WithOuter(metadata, handle)
        .Select(type => metadata.GetString(type.Name))
        .Any(name => name.StartsWith("<>", StringComparison.Ordinal) || name.StartsWith("<PrivateImplementationDetails>", StringComparison.Ordinal));

    // The tools that say that they have generated a type, or one that it is in.
    private static IEnumerable<string> ToolsOf(MetadataReader metadata, TypeDefinitionHandle handle) =>
        WithOuter(metadata, handle).SelectMany(type => ToolsOf(metadata, type.GetCustomAttributes()));

    private static IEnumerable<TypeDefinition> WithOuter(MetadataReader metadata, TypeDefinitionHandle handle)
    {
        for (TypeDefinitionHandle current = handle; !current.IsNil; current = metadata.GetTypeDefinition(current).GetDeclaringType())
        {
            yield return metadata.GetTypeDefinition(current);
        }
    }

    private static IEnumerable<FieldDefinition> StaticFields(MetadataReader metadata, TypeDefinition type) =>
        type.GetFields().Select(metadata.GetFieldDefinition).Where(f => f.Attributes.HasFlag(FieldAttributes.Static));

    // Some name their assembly, with version and key, others only themselves.
    private static IEnumerable<string> ToolsOf(MetadataReader metadata, CustomAttributeHandleCollection attributes) => attributes
        .Select(metadata.GetCustomAttribute)
        .Where(a => TypeNames.Of(metadata, a) == "System.CodeDom.Compiler.GeneratedCodeAttribute")
        .Select(a => FirstArgument(metadata, a)?.Split(',')[0])
        .OfType<string>();

    private static string? FirstArgument(MetadataReader metadata, CustomAttribute attribute)
    {
        BlobReader value = metadata.GetBlobReader(attribute.Value);
        return value.ReadUInt16() == 1 ? value.ReadSerializedString() : null;
    }

    private static string NameOf(MetadataReader metadata, TypeDefinition type)
    {
        string name = metadata.GetString(type.Name);
        return type.GetDeclaringType() is { IsNil: false } outer
            ? $"{NameOf(metadata, metadata.GetTypeDefinition(outer))}.{name}"
            : type.Namespace.IsNil ? name : $"{metadata.GetString(type.Namespace)}.{name}";
    }
}
