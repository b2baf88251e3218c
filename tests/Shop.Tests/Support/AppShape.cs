using System.Globalization;

namespace Shop.Tests.Support;

/// <summary>What test classes shape of the app host.</summary>
internal static class AppShape
{
    extension(IDistributedApplicationBuilder builder)
    {
        public IResourceBuilder<ProjectResource> Api => builder.CreateResourceBuilder<ProjectResource>("api");

        public IResourceBuilder<ProjectResource> Fulfilment => builder.CreateResourceBuilder<ProjectResource>("fulfilment");

        /// <summary>Makes the services wait longer for those outside: a busy machine is not as quick as production.</summary>
        public void WithPatientServices()
        {
            builder.Api.WithEnvironment("Payments__Timeout", "00:01:00");
            builder.Fulfilment.WithEnvironment("Analytics__Timeout", "00:01:00");
            for (int i = 0; i < 3; i++)
            {
                builder.Fulfilment.WithEnvironment($"Carriers__{i}__Timeout", "00:01:00");
            }
        }
    }

    extension(IResourceBuilder<ProjectResource> api)
    {
        /// <summary>Makes the shop try again at once what has failed; in production it would be more patient.</summary>
        /// <param name="attempts">How often it tries before an order has failed.</param>
        public IResourceBuilder<ProjectResource> WithQuickRetries(int attempts = 100) => api
            .WithEnvironment("Outbox__RetryDelay", "00:00:00.010")
            .WithEnvironment("Outbox__MaxRetryDelay", "00:00:00.250")
            .WithEnvironment("Outbox__MaxAttempts", attempts.ToString(CultureInfo.InvariantCulture));
    }
}
