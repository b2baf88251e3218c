namespace TestOrchestrator.Engine.Removals;

/// <summary>
/// Says how something is removed that a run makes in another program, and that does not end with the run's processes, such as a container.
/// Its maker removes it. If the run was killed, the run's nursery does, or else the janitor of a later run.
/// Not thread-safe.
/// </summary>
public sealed class RemovalNote : IDisposable
{
    private readonly string _file;

    internal RemovalNote(string file)
    {
        _file = file;
    }

    /// <summary>Says that the thing is there: from now on, that it is not found means that it was removed.</summary>
    public void SetMade() => File.Move($"{_file}{RemovalNotes.NotYetMade}", _file, overwrite: true);

    /// <summary>Says that the thing was removed.</summary>
    public void Dispose()
    {
        foreach (string file in new[] { _file, $"{_file}{RemovalNotes.NotYetMade}" })
        {
            try
            {
                File.Delete(file);
            }
            catch (DirectoryNotFoundException)
            {
                // The run has ended.
            }
        }
    }
}
