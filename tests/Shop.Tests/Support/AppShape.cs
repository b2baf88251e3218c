namespace Shop.Tests.Support;

/// <summary>The resources of the app host that test classes shape.</summary>
internal static class AppShape
{
    extension(IDistributedApplicationBuilder builder)
    {
        public IResourceBuilder<ProjectResource> Api => builder.CreateResourceBuilder<ProjectResource>("api");

        public IResourceBuilder<ProjectResource> Fulfilment => builder.CreateResourceBuilder<ProjectResource>("fulfilment");
    }
}
