namespace TestOrchestrator.Engine.Processes;

/// <summary>What can signal a child process by the number under which it was started.</summary>
internal interface IProcessOwner
{
    void Signal(int id, int signal, bool wholeTree);
}
