namespace TestOrchestrator.AppModel.Names;

/// <summary>Makes names of environment variables out of names of resources and endpoints, as Aspire does.</summary>
public static class EnvironmentVariableName
{
    /// <summary>Replaces every character that is not an ASCII letter or digit by <c>_</c>, and puts <c>_</c> before a leading digit.</summary>
    /// <param name="name">The name of a resource or an endpoint.</param>
    /// <returns>The name as it may stand in an environment variable.</returns>
    public static string Encode(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        string encoded = string.Create(name.Length, name, static (characters, text) =>
        {
            for (int i = 0; i < text.Length; i++)
            {
                characters[i] = char.IsAsciiLetterOrDigit(text[i]) ? text[i] : '_';
            }
        });

        return char.IsAsciiDigit(encoded[0]) ? $"_{encoded}" : encoded;
    }
}
