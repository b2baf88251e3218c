using TestOrchestrator.Proxy.Matching;

namespace TestOrchestrator.Proxy.Mocks;

/// <summary>Tells whether a request fits a mock, and how well.</summary>
internal static class MockFit
{
    /// <summary>Whether it fits. With best effort, of parameters and values of the JSON one is enough.</summary>
    public static Fit Of(Mock mock, RequestSubject request)
    {
        if (!mock.Traits.IsBestEffort)
        {
            return mock.Pattern.Fits(request);
        }

        Fit required = Fit.Yes;
        Fit? anyScored = null;
        foreach (PatternPart part in mock.Pattern.Parts)
        {
            Fit fit = part.Fits(request);
            if (part.IsScored)
            {
                anyScored = fit > (anyScored ?? Fit.No) ? fit : anyScored ?? Fit.No;
            }
            else
            {
                required = fit < required ? fit : required;
            }
        }

        // What is still open may raise the score, and with it who wins.
        Fit scored = anyScored ?? Fit.Yes;
        bool mayScoreMore = scored == Fit.Yes && mock.Pattern.Parts.Any(p => p.IsScored && p.Fits(request) == Fit.Open);
        return required == Fit.No || scored == Fit.No ? Fit.No
            : required == Fit.Open || scored == Fit.Open || mayScoreMore ? Fit.Open
            : Fit.Yes;
    }

    /// <summary>How many parameters and values of the JSON fit.</summary>
    public static int Score(Mock mock, RequestSubject request)
    {
        int score = 0;
        foreach (PatternPart part in mock.Pattern.Parts)
        {
            if (part.IsScored && (!mock.Traits.IsBestEffort || part.Fits(request) == Fit.Yes))
            {
                score++;
            }
        }

        return score;
    }
}
