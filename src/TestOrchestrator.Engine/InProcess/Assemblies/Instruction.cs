using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace TestOrchestrator.Engine.InProcess.Assemblies;

/// <summary>One instruction of a method, as ECMA-335 III describes it.</summary>
/// <param name="Code">What it does.</param>
/// <param name="Target">The method, field or type that it names; nil if it names none.</param>
internal readonly record struct Instruction(OpCode Code, EntityHandle Target)
{
    private static readonly Dictionary<int, OpCode> s_codes = typeof(OpCodes).GetFields()
        .Select(field => field.GetValue(null))
        .OfType<OpCode>()
        .ToDictionary(code => (int)(ushort)code.Value);

    /// <summary>Reads the instructions of a method; none if it has no body.</summary>
    public static List<Instruction> Read(PEReader assembly, MethodDefinition method)
    {
        List<Instruction> all = [];
        if (method.RelativeVirtualAddress == 0)
        {
            return all;
        }

        BlobReader body = assembly.GetMethodBody(method.RelativeVirtualAddress).GetILReader();
        while (body.RemainingBytes > 0)
        {
            int value = body.ReadByte();
            OpCode code = s_codes[value == 0xFE ? (value << 8) | body.ReadByte() : value];
            all.Add(new(code, ReadOperand(ref body, code.OperandType)));
        }

        return all;
    }

    private static EntityHandle ReadOperand(ref BlobReader body, OperandType operand)
    {
        switch (operand)
        {
            case OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType:
                return MetadataTokens.EntityHandle(body.ReadInt32());
            case OperandType.InlineSwitch:
                int branches = body.ReadInt32();
                body.Offset += 4 * branches;
                break;
            default:
                body.Offset += SizeOf(operand);
                break;
        }

        return default;
    }

    private static int SizeOf(OperandType operand) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => 4,
    };
}
