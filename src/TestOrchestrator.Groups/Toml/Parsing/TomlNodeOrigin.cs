namespace TestOrchestrator.Groups.Toml.Parsing;

/// <summary>How a table came to be, which decides what may still be added to it.</summary>
internal enum TomlNodeOrigin
{
    /// <summary>By the header of a table within it: <c>[a.b]</c> makes <c>a</c>. It may get a header of its own, once.</summary>
    Mentioned,

    /// <summary>By its header, which closes it to dotted keys from outside. The document itself counts as one.</summary>
    Header,

    /// <summary>By dotted keys, which may go on adding to it; a header may not.</summary>
    DottedKey,

    /// <summary>By <c>[[a]]</c>.</summary>
    ArrayOfTables,
}
