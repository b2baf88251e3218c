using TestOrchestrator.Engine.Errors;

namespace TestOrchestrator.Engine.Directories;

/// <summary>The errors of directories and files, TO15xx.</summary>
internal static class DirectoryErrors
{
    /// <summary>What a file system throws that is full, closed to the user, or gone.</summary>
    public static bool IsOfFiles(Exception e) => e is IOException or UnauthorizedAccessException;

    public static EngineException NoCache(string path, Exception why) => new(
        "TO1501",
        $"The cache '{path}' cannot be made: {why.Message} Set {UserCache.Variable} to a directory that can be written.",
        why);

    public static EngineException NoState(string path, Exception why) => new(
        "TO1503",
        $"The state directory '{path}' cannot be made: {why.Message} Set {StateRoot.Variable} to a directory that can be written.",
        why);

    public static EngineException NoRunDirectory(string path, Exception why) => new(
        "TO1509",
        $"The run directory '{path}' cannot be written: {why.Message} Make room there, or let this user write there.",
        why);

    public static EngineException NoFile(string resource, string path, Exception why) => new(
        "TO1510",
        $"The file '{path}' of '{resource}' cannot be written: {why.Message}",
        why);
}
