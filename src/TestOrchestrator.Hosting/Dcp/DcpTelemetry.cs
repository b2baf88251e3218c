using Aspire.Hosting.ApplicationModel;
using TestOrchestrator.Hosting.Dashboards;

namespace TestOrchestrator.Hosting.Dcp;

/// <summary>Has the services of a test's application send their telemetry to the dashboard of the run, or nowhere. Stateless.</summary>
internal static class DcpTelemetry
{
    /// <summary>Changes what resources are told of the receiver of telemetry, after everything that the app host says.</summary>
    /// <param name="model">The resources.</param>
    /// <param name="receiver">What receives telemetry. Null: nothing; a service told of one would wait for it when it stops.</param>
    public static void Apply(DistributedApplicationModel model, TelemetryReceiver? receiver)
    {
        foreach (IResourceWithEnvironment resource in model.Resources.OfType<IResourceWithEnvironment>())
        {
            resource.Annotations.Add(new EnvironmentCallbackAnnotation(context =>
                Change(context.EnvironmentVariables, resource is ProjectResource ? receiver : null)));
        }
    }

    private static void Change(Dictionary<string, object> variables, TelemetryReceiver? receiver)
    {
        foreach (string name in variables.Keys.Where(TelemetryReceiver.IsExporterVariable).ToArray())
        {
            variables.Remove(name);
        }

        foreach ((string name, string value) in receiver?.Variables ?? [])
        {
            variables[name] = value;
        }

        foreach (string name in TelemetryReceiver.NoProxyVariables.Where(_ => receiver is not null))
        {
            if (variables.TryGetValue(name, out object? value))
            {
                variables[name] = new Appended(value, receiver!.Endpoint.Host);
            }
        }
    }

    /// <summary>A value with one more host.</summary>
    private sealed class Appended(object value, string host) : IValueProvider
    {
        public async ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) =>
            $"{(value is IValueProvider provider ? await provider.GetValueAsync(cancellationToken).ConfigureAwait(false) : value)},{host}";
    }
}
