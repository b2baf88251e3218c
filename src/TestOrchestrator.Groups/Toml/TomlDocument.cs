using System.Text;
using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Groups.Texts;
using TestOrchestrator.Groups.Toml.Parsing;
using TestOrchestrator.Groups.Toml.Values;

namespace TestOrchestrator.Groups.Toml;

/// <summary>Reads documents of TOML 1.0 (https://toml.io/en/v1.0.0).</summary>
internal static class TomlDocument
{
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <param name="utf8">The content of the file. A byte order mark at its beginning is skipped.</param>
    /// <param name="file">The name of the file, for messages.</param>
    /// <exception cref="EngineException">TO1801, TO1802, TO1803: the first mistake, with its line and column.</exception>
    public static TomlTable Parse(ReadOnlySpan<byte> utf8, string file)
    {
        ReadOnlySpan<byte> content = utf8.StartsWith(Encoding.UTF8.Preamble) ? utf8[Encoding.UTF8.Preamble.Length..] : utf8;
        try
        {
            return Parse(s_utf8.GetString(content), file);
        }
        catch (DecoderFallbackException refusal)
        {
            int index = Math.Max(0, refusal.Index);
            string before = Encoding.UTF8.GetString(content[..index]);
            throw TomlErrors.NotUtf8(file, new LineMap(before).At(before.Length), content[index]);
        }
    }

    /// <inheritdoc cref="Parse(ReadOnlySpan{byte}, string)"/>
    public static TomlTable Parse(string text, string file) => new TomlParser(new TomlCursor(text, file)).Document();
}
