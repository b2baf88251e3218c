using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace TestOrchestrator.Engine.InProcess.Assemblies;

/// <summary>
/// Judges by its type whether what a read-only field holds can change. A value is what it is as long as its field is read-only.
/// </summary>
internal sealed class TypeConstancy : ISignatureTypeProvider<Constancy, object?>
{
    private const byte ValueType = (byte)SignatureTypeKind.ValueType;

    // Interfaces by which nothing can be changed. That an array behind one is cast back is not expected of anybody.
    private static readonly HashSet<string> s_readOnly = new(StringComparer.Ordinal)
    {
        "System.Collections.Generic.IReadOnlyList`1", "System.Collections.Generic.IReadOnlyCollection`1", "System.Collections.Generic.IReadOnlyDictionary`2",
        "System.Collections.Generic.IReadOnlySet`1", "System.Collections.Generic.IEnumerable`1", "System.Collections.Generic.IEqualityComparer`1",
        "System.Collections.Generic.IComparer`1", "System.IFormatProvider", "System.Globalization.CultureInfo",
    };

    private static readonly TypeConstancy s_judge = new();

    public static Constancy Of(FieldDefinition field) => field.DecodeSignature(s_judge, null);

    public static Constancy Of(MemberReference field) => field.DecodeFieldSignature(s_judge, null);

    public static MethodSignature<Constancy> OfSignature(MethodDefinition method) => method.DecodeSignature(s_judge, null);

    public static MethodSignature<Constancy> OfSignature(MemberReference method) => method.DecodeMethodSignature(s_judge, null);

    public Constancy GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode == PrimitiveTypeCode.Object ? Constancy.Changeable : Constancy.Constant;

    public Constancy GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => rawTypeKind == ValueType ? Constancy.Constant : Constancy.Changeable;

    public Constancy GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
    {
        string name = TypeNames.Of(reader, handle)!;
        return rawTypeKind == ValueType || s_readOnly.Contains(name) ? Constancy.Constant
            : TypeNames.IsDelegate(name) ? Constancy.Code
            : SettableObjects.IsOne(name) ? Constancy.Settable
            : StaticConstructor.IsPureType(name) ? Constancy.Constant
            : Constancy.Changeable;
    }

    // ImmutableArray<int[]> is as changeable as its elements.
    public Constancy GetGenericInstantiation(Constancy genericType, ImmutableArray<Constancy> typeArguments) =>
        genericType == Constancy.Code ? Constancy.Code : typeArguments.Aggregate(genericType, Worse);

    public Constancy GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    public Constancy GetModifiedType(Constancy modifier, Constancy unmodifiedType, bool isRequired) => unmodifiedType;

    public Constancy GetPinnedType(Constancy elementType) => elementType;

    public Constancy GetFunctionPointerType(MethodSignature<Constancy> signature) => Constancy.Code;

    public Constancy GetSZArrayType(Constancy elementType) => Constancy.Changeable;

    public Constancy GetArrayType(Constancy elementType, ArrayShape shape) => Constancy.Changeable;

    public Constancy GetByReferenceType(Constancy elementType) => Constancy.Changeable;

    public Constancy GetPointerType(Constancy elementType) => Constancy.Changeable;

    public Constancy GetGenericMethodParameter(object? genericContext, int index) => Constancy.Changeable;

    public Constancy GetGenericTypeParameter(object? genericContext, int index) => Constancy.Changeable;

    private static Constancy Worse(Constancy one, Constancy other) => one < other ? one : other;
}
