namespace TestOrchestrator.AppModel.Tests.Kit;

/// <summary>What the resources of a model would be told if the application ran.</summary>
internal sealed class TestApplication
{
    public TestApplication(ApplicationModel model)
    {
        Model = model;
        Values = new() { Endpoints = new SequentialAddresses(model), Current = model.Current };
    }

    public ApplicationModel Model { get; }

    public ValueProviderContext Values { get; }

    /// <summary>Makes the environment of a resource.</summary>
    /// <returns>A line for each variable, sorted by name.</returns>
    public async Task<string> EnvironmentOf(string resource, int replica = 0)
    {
        IReadOnlyDictionary<string, string> variables = await ResourceEnvironment.ResolveAsync(Model, Model.Get(resource), replica, Values);
        return string.Join('\n', variables.OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => $"{v.Key}={v.Value}"));
    }

    /// <summary>Makes the arguments of a resource.</summary>
    /// <returns>A line for each argument, in order.</returns>
    public async Task<string> ArgumentsOf(string resource) =>
        string.Join('\n', await ResourceArguments.ResolveAsync(Model.Get(resource), Values));

    public async Task<string?> ValueOf(IValueProvider value) => await value.GetValueAsync(Values);
}
