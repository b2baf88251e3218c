namespace TestOrchestrator.Groups.Templates;

/// <summary>What the expressions of a numbered template begin with. No template can say them: '$' does not begin a name.</summary>
internal static class TemplateNames
{
    public const string Write = "$write";
    public const string Value = "$value";
    public const string Text = "$text";
}
