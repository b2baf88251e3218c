using System.Globalization;
using System.Text.Json.Nodes;
using TestOrchestrator.Proxy.Control.Routing;
using TestOrchestrator.Proxy.Control.Wire;

namespace TestOrchestrator.Proxy.Control.Documents;

/// <summary>The OpenAPI 3.1 document, made of the table by which requests are routed and the shapes by which bodies are checked.</summary>
internal static class OpenApiDocument
{
    private const string ProblemSchema = "ControlProblem";

    public static string Version { get; } = typeof(OpenApiDocument).Assembly.GetName().Version?.ToString(3) ?? "0";

    public static JsonObject Create()
    {
        JsonObject paths = [];
        foreach (IGrouping<string, ControlRoute> path in RouteTable.All.GroupBy(r => r.Path))
        {
            paths[RouteTable.Prefix + path.Key] = new JsonObject(path.Select(r => KeyValuePair.Create(r.Method.ToLowerInvariant(), (JsonNode?)Operation(r))));
        }

        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "TestOrchestrator proxy",
                ["version"] = Version,
                ["description"] = "Controls an intercepting proxy. Requests go to the port of any of its sessions, as to a server.",
            },
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["schemas"] = Schemas(),
                ["securitySchemes"] = new JsonObject { ["token"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer" } },
            },
        };
    }

    private static JsonObject Operation(ControlRoute route)
    {
        JsonObject operation = new()
        {
            ["operationId"] = route.Operation,
            ["summary"] = route.Summary,
            ["parameters"] = new JsonArray(
            [
                .. route.Path.Split('/').Where(s => s.StartsWith('{')).Select(s => (JsonNode)Parameter(s[1..^1], "path", WireText.Any, $"The id of the {s[1..^1]}.")),
                .. route.Query.Select(q => (JsonNode)Parameter(q.Name, "query", q.Type, q.Description)),
            ]),
            ["security"] = route.IsOpen ? new JsonArray() : new JsonArray(new JsonObject { ["token"] = new JsonArray() }),
        };
        if (route.Body is { } body)
        {
            operation["requestBody"] = new JsonObject { ["required"] = body.Members.Any(m => m.IsRequired), ["content"] = Content("application/json", body.Schema()) };
        }

        JsonObject answer = new() { ["description"] = route.Answer is null && route.Status == System.Net.HttpStatusCode.NoContent ? "Done." : route.Summary };
        if (route.Status != System.Net.HttpStatusCode.NoContent)
        {
            answer["content"] = Content(route.AnswerMediaType, route.Answer?.Schema() ?? new JsonObject { ["type"] = "string" });
        }

        operation["responses"] = new JsonObject
        {
            [((int)route.Status).ToString(CultureInfo.InvariantCulture)] = answer,
            ["default"] = new JsonObject
            {
                ["description"] = "What is wrong (RFC 9457).",
                ["content"] = Content("application/problem+json", new JsonObject { ["$ref"] = $"#/components/schemas/{ProblemSchema}" }),
            },
        };
        return operation;
    }

    private static JsonObject Parameter(string name, string place, WireType type, string description) => new()
    {
        ["name"] = name,
        ["in"] = place,
        ["required"] = place == "path",
        ["description"] = description,
        ["schema"] = type.Schema(),
    };

    private static JsonObject Content(string mediaType, JsonObject schema) => new() { [mediaType] = new JsonObject { ["schema"] = schema } };

    private static JsonObject Schemas()
    {
        SortedDictionary<string, JsonObject> schemas = new(StringComparer.Ordinal) { [ProblemSchema] = ProblemDefinition() };
        Stack<WireType> open = new(RouteTable.All.SelectMany(r => new[] { r.Body, r.Answer }).OfType<WireType>());
        while (open.TryPop(out WireType? type))
        {
            if (type is WireShape shape && !schemas.TryAdd(shape.Name, shape.Definition()))
            {
                continue;
            }

            foreach (WireType part in type.Parts)
            {
                open.Push(part);
            }
        }

        return new JsonObject(schemas.Select(s => KeyValuePair.Create(s.Key, (JsonNode?)s.Value)));
    }

    private static JsonObject ProblemDefinition()
    {
        JsonObject Text(string description) => new() { ["type"] = "string", ["description"] = description };
        JsonObject Finding() => new()
        {
            ["code"] = Text("The code of the cause, TO2xxx."),
            ["detail"] = Text("The whole explanation, which begins with the code."),
            ["field"] = Text("Where in the body it is: a JSON pointer."),
            ["seen"] = Text("What was seen."),
            ["remedy"] = Text("What would be right."),
        };
        JsonObject properties = Finding();
        properties["title"] = Text("Its first line.");
        properties["status"] = new JsonObject { ["type"] = "integer" };
        properties["errors"] = new JsonObject
        {
            ["type"] = "array",
            ["description"] = "All that is wrong; the members above are of the first.",
            ["items"] = new JsonObject { ["type"] = "object", ["properties"] = Finding(), ["required"] = new JsonArray("code", "detail") },
        };
        return new JsonObject { ["type"] = "object", ["properties"] = properties, ["required"] = new JsonArray("title", "status", "code", "detail", "errors") };
    }
}
