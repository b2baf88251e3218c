namespace TestOrchestrator.Proxy.Har;

/// <summary>Collects what is wrong about a file: its author should need one run, not one for each mistake. Not thread-safe.</summary>
internal sealed class HarProblems
{
    private const int Shown = 20;

    private readonly List<string> _shown = [];
    private int _more;

    public void Add(string problem)
    {
        if (_shown.Count < Shown)
        {
            _shown.Add(problem);
        }
        else
        {
            _more++;
        }
    }

    public void ThrowIfAny(string file)
    {
        if (_shown.Count > 0)
        {
            throw HarErrors.NotHar(file, _shown, _more);
        }
    }
}
