namespace Shop.Tests.Support;

/// <summary>What is known of a resource at the moment.</summary>
internal static class ResourceFacts
{
    extension(TestApp app)
    {
        /// <summary>Gets the last snapshot of a resource.</summary>
        public CustomResourceSnapshot Snapshot(string resource)
        {
            Assert.IsTrue(app.ResourceNotifications.TryGetCurrentState(resource, out ResourceEvent? last), $"'{resource}' has no state.");
            return last.Snapshot;
        }

        /// <summary>Gets the state of a resource.</summary>
        public string? State(string resource) => app.Snapshot(resource).State?.Text;

        /// <summary>Gets the process of a resource; null if it runs inside of the test process.</summary>
        public int? ProcessId(string resource) => app.Snapshot(resource).Properties.FirstOrDefault(p => p.Name == "executable.pid")?.Value as int?;
    }
}
