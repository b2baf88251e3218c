using TestOrchestrator.Engine.Addresses;
using TestOrchestrator.Engine.Definitions;

namespace TestOrchestrator.Engine.Applications;

/// <summary>Chooses the endpoint that is meant when a unit is asked where it is.</summary>
internal static class EndpointChoice
{
    public static string Of(UnitDefinition unit, string? asked)
    {
        EndpointDefinition? found = asked is not null
            ? unit.Endpoints.FirstOrDefault(e => UnitName.Comparer.Equals(e.Name, asked))
            : unit.Endpoints.OrderBy(e => e.Scheme switch { "http" => 0, "https" => 1, _ => 2 }).FirstOrDefault();
        return found?.Name ?? throw AddressErrors.NoSuchEndpoint(unit, asked);
    }
}
