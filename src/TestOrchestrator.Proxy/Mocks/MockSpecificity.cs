using TestOrchestrator.Proxy.Matching;

namespace TestOrchestrator.Proxy.Mocks;

/// <summary>Tells how closely a pattern says what it means: first by its host, then by its path, then by its method.</summary>
internal static class MockSpecificity
{
    public static int Of(RequestPattern pattern)
    {
        int specificity = 0;
        foreach (PatternPart part in pattern.Parts)
        {
            specificity += part switch
            {
                HostPart { Host.Subdomains: false } => 16,
                HostPart => 8,
                PathPart { Path.IsExact: true } => 6,
                PathPart { Path.IsRegex: false } => 4,
                PathPart => 2,
                MethodPart => 1,
                _ => 0,
            };
        }

        return specificity;
    }
}
