using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using TestOrchestrator.Engine.Definitions;

namespace TestOrchestrator.Hosting.Local;

/// <summary>Finds parameters without a value. By hand the dashboard asks for them; a test has no one to ask. Stateless.</summary>
internal static class MissingParameters
{
    /// <summary>Refuses an application in which parameters have no value.</summary>
    /// <exception cref="DefinitionException">Some have none; all are listed, with the ways to give them.</exception>
    public static void ThrowIfAny(DistributedApplicationModel model)
    {
        List<DefinitionProblem> missing = [];
        foreach (ParameterResource parameter in model.Resources.OfType<ParameterResource>())
        {
            try
            {
                _ = parameter.Value;
            }
            catch (MissingParameterValueException)
            {
                missing.Add(new()
                {
                    Code = "TO1110",
                    Unit = parameter.Name,
                    Message = $"Parameter '{parameter.Name}' has no value. Set 'Parameters:{parameter.Name}' in the app host's configuration: a settings file, a user secret, the environment variable Parameters__{parameter.Name.Replace('-', '_')}, or the argument --Parameters:{parameter.Name}=... of the test class (Args).",
                });
            }
        }

        if (missing.Count > 0)
        {
            throw new DefinitionException([.. missing]);
        }
    }
}
