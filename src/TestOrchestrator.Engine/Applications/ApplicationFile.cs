using System.Text.Json;
using TestOrchestrator.Engine.Addresses;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Directories;

namespace TestOrchestrator.Engine.Applications;

/// <summary>
/// Writes <c>app.json</c>: what an application is, for whoever reads the run directory. The format has a version. No secrets.
/// </summary>
internal static class ApplicationFile
{
    private const int Version = 1;

    public static void Write(string path, RunningApplication application, ApplicationPlan plan, EndpointTable endpoints)
    {
        try
        {
            using MemoryStream content = new();
            Write(content, application, plan, endpoints);
            WholeFile.Write(path, content.GetBuffer().AsSpan(0, (int)content.Length));
        }
        catch (Exception e) when (DirectoryErrors.IsOfFiles(e))
        {
            throw DirectoryErrors.NoRunDirectory(application.Directory, e);
        }
    }

    private static void Write(MemoryStream file, RunningApplication application, ApplicationPlan plan, EndpointTable endpoints)
    {
        using Utf8JsonWriter json = new(file, new() { Indented = true });
        json.WriteStartObject();
        json.WriteNumber("version", Version);
        json.WriteString("id", application.Id);
        json.WriteString("name", application.Name);
        json.WriteString("lane", application.Lane.ToString());
        json.WriteString("address", application.Address.ToString());
        json.WriteStartArray("resources");
        foreach (PlannedUnit unit in plan.Units)
        {
            json.WriteStartObject();
            json.WriteString("name", unit.Name);
            json.WriteString("kind", unit.Unit.Kind);
            json.WriteString("lane", unit.Lane.ToString());
            json.WriteStartObject("endpoints");
            foreach (EndpointDefinition endpoint in unit.Unit.Endpoints)
            {
                json.WriteString(endpoint.Name, endpoints.Get(unit.Unit.Name, endpoint.Name, unit.Replica).Url.GetLeftPart(UriPartial.Authority));
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
