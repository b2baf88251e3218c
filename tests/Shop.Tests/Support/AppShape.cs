using System.Globalization;

namespace Shop.Tests.Support;

/// <summary>What test classes shape of the app host.</summary>
internal static class AppShape
{
    extension(IDistributedApplicationBuilder builder)
    {
        public IResourceBuilder<ProjectResource> Api => builder.CreateResourceBuilder<ProjectResource>("api");

        public IResourceBuilder<ProjectResource> Fulfilment => builder.CreateResourceBuilder<ProjectResource>("fulfilment");
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
