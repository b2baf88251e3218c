using TestOrchestrator.Testing.Apps;
using TestOrchestrator.Testing.Sessions;

namespace TestOrchestrator.MSTest;

/// <summary>Gets the application of a test class from its context.</summary>
public static class TestContextExtensions
{
    extension(TestContext context)
    {
        /// <summary>Gets the application of the class; in a test, as the test sees it.</summary>
        /// <exception cref="InvalidOperationException">
        /// There is none, or it has not been started yet: in ClassInitialize, await GetAppAsync first.
        /// </exception>
        public TestApp App => context is null ? throw new ArgumentNullException(nameof(context)) : TestApp.Current;

        /// <summary>
        /// Gets the application of the class, and waits until it runs. For ClassInitialize: what is told to its proxy holds for the whole
        /// class.
        /// </summary>
        /// <returns>The application.</returns>
        /// <exception cref="InvalidOperationException">The class has none.</exception>
        /// <exception cref="AssertInconclusiveException">This machine cannot run it in this lane: its tests are skipped.</exception>
        public async Task<TestApp> GetAppAsync()
        {
            string? className = context.FullyQualifiedTestClassName;
            if (className is null || DistributedClasses.Find(className) is not { } @class || TestSession.Current is not { } session)
            {
                throw new InvalidOperationException(
                    $"TO4009: '{className}' has no application. Mark it with [DistributedTestClass<Projects.YourAppHost>].");
            }

            try
            {
                return await session.GetAppAsync(@class).ConfigureAwait(false);
            }
            catch (LaneUnavailableException e)
            {
                throw new AssertInconclusiveException(e.Message);
            }
        }
    }
}
