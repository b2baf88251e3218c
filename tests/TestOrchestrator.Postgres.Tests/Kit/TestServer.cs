using System.Collections.Immutable;
using TestOrchestrator.TestKit.Applications;

namespace TestOrchestrator.Postgres.Tests.Kit;

/// <summary>A server of a group that is being described. Not thread-safe.</summary>
internal sealed class TestServer
{
    private readonly TestGroup _group;
    private PostgresServerProvider _provider = new();
    private ImmutableDictionary<string, string> _variables = ImmutableDictionary<string, string>.Empty;
    private ImmutableArray<string> _arguments = [];

    public TestServer(TestGroup group, TestUnit unit)
    {
        _group = group;
        Unit = unit;
        unit.WithConfiguration((context, c) =>
        {
            TestGroupExtensions.Remember(context, _variables);
            return c with { Environment = _variables, Arguments = _arguments };
        });
    }

    public TestUnit Unit { get; }

    /// <summary>Changes the provider directly.</summary>
    public TestServer With(Func<PostgresServerProvider, PostgresServerProvider> change)
    {
        _provider = change(_provider);
        Unit.With(u => u with { Provider = _provider });
        return this;
    }

    public TestServer WithInitFiles(string directory) => With(p => p with { InitDirectories = p.InitDirectories.Add(directory) });

    public TestServer WithArgs(params ImmutableArray<string> arguments)
    {
        _arguments = [.. _arguments, .. arguments];
        return this;
    }

    public TestServer WithEnvironment(string name, string value)
    {
        _variables = _variables.SetItem(name, value);
        return this;
    }

    public TestServer WithoutEnvironment(string name)
    {
        _variables = _variables.Remove(name);
        return this;
    }

    /// <summary>Adds a database with its unit.</summary>
    public TestDatabase AddDatabase(string name, string? databaseName = null)
    {
        PostgresDatabaseDefinition database = new() { Name = name, DatabaseName = databaseName ?? name };
        With(p => p with { Databases = p.Databases.Add(database) });
        return new(this, _group.Add(_provider.CreateDatabaseUnits(Unit.Name).Last()), database);
    }
}
