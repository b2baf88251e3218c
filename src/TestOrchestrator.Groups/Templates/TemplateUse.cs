namespace TestOrchestrator.Groups.Templates;

/// <summary>What an expression does with its value.</summary>
internal enum TemplateUse
{
    /// <summary>Writes it.</summary>
    Write,

    /// <summary>Asks whether it is there: <c>#if</c>, <c>#unless</c>.</summary>
    Test,

    /// <summary>Goes through it: <c>#each</c>.</summary>
    Each,

    /// <summary>Goes into it: <c>#with</c>.</summary>
    With,
}
