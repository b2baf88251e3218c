using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting.Internal;

namespace TestOrchestrator.Engine.Tests.Kit;

/// <summary>An application model without a run.</summary>
internal sealed class TestModel : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly ConfigurationManager _configuration = new();
    private ApplicationModel? _built;

    public TestModel() =>
        Builder = new() { Configuration = _configuration, Environment = new HostingEnvironment(), AppHostDirectory = _directory.Path };

    public ApplicationModelBuilder Builder { get; }

    public string Directory => _directory.Path;

    public IResourceBuilder<ExecutableResource> AddProgram(string name) => Builder.AddExecutable(name, "program", _directory.Path);

    public ApplicationModel Build() => _built ??= ApplicationModel.Build(Builder);

    public IResource Resource(string name) => Build().Get(name);

    public void Dispose()
    {
        _configuration.Dispose();
        _directory.Dispose();
    }
}
