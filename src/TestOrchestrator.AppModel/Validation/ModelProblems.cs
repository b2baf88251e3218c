using TestOrchestrator.AppModel.Endpoints;

namespace TestOrchestrator.AppModel.Validation;

/// <summary>Every mistake that a model can have, with its code. A code is never reused.</summary>
internal static class ModelProblems
{
    public static ModelProblem BadName(string name, string why) =>
        Of("TO1101", name, $"'{name}' cannot be the name of a resource: {why}. Use letters, digits and single hyphens, and start with a letter.");

    public static ModelProblem UnknownEndpoint(string resource, string endpoint, IReadOnlyCollection<string> known) =>
        Of("TO1102", resource, $"Resource '{resource}' has no endpoint '{endpoint}'. " + (known.Count == 0
            ? "It declares none; add one with WithHttpEndpoint or WithEndpoint."
            : $"It declares: {Quoted(known)}."));

    public static ModelProblem DuplicateName(string name, IEnumerable<string> kinds) =>
        Of("TO1103", name, $"{kinds.Count()} resources are named '{name}' (names are compared without case): {string.Join(", ", kinds)}. Give each a name of its own.");

    public static ModelProblem DuplicateEndpoint(string resource, string endpoint) =>
        Of("TO1104", resource, $"Resource '{resource}' declares the endpoint '{endpoint}' more than once. An endpoint without a name is named after its scheme, and a launch profile declares 'http' and 'https'; pass name: to tell them apart.");

    public static ModelProblem BadEndpointName(string resource, string endpoint, string why) =>
        Of("TO1105", resource, $"'{endpoint}' cannot be the name of an endpoint of '{resource}': {why}. Use letters, digits and single hyphens, and start with a letter.");

    public static ModelProblem UnknownReference(string resource, string how, string target, IEnumerable<string> known) =>
        Of("TO1106", resource, $"Resource '{resource}' refers to '{target}' ({how}), which is not in this application. It was made by another builder, or removed. The application has: {Quoted(known)}.");

    public static ModelProblem WaitCycle(IReadOnlyList<string> cycle) =>
        Of("TO1107", cycle[0], $"These resources wait for each other and none of them could ever start: {string.Join(" -> ", cycle.Append(cycle[0]).Select(n => $"'{n}'"))}. Remove one WaitFor.");

    public static ModelProblem MissingProject(string resource, string path) =>
        Of("TO1108", resource, $"The project file of '{resource}' is not there: '{path}'. A relative path starts at the app host's directory.");

    public static ModelProblem MissingParent(string resource, string parent) =>
        Of("TO1109", resource, $"'{resource}' belongs to '{parent}', which is not in this application. Add it through its server: AddPostgres(…).AddDatabase(…).");

    public static ModelProblem NoParameterValue(string name) =>
        Of("TO1110", name, $"Parameter '{name}' has no value. Set 'Parameters:{name}' in the app host's configuration (settings file, user secret, environment variable Parameters__{name.Replace('-', '_')}, argument --Parameters:{name}=…), or give one to AddParameter.");

    public static ModelProblem NoConnectionString(string name) =>
        Of("TO1111", name, $"Connection string '{name}' has no value. Set 'ConnectionStrings:{name}' in the app host's configuration (settings file, user secret, environment variable ConnectionStrings__{name}).");

    public static ModelProblem BadPort(string resource, string endpoint, int port) =>
        Of("TO1112", resource, $"Endpoint '{endpoint}' of '{resource}' asks for port {port}; a port is 1 to 65535, or null for a free one.");

    public static ModelProblem BadUrl(string resource, string url, string why) =>
        Of("TO1113", resource, $"'{url}' cannot be the address of the external service '{resource}': {why}. Give an absolute http or https address, such as 'https://api.example.com/'.");

    public static ModelProblem UnknownLaunchProfile(string resource, string profile, string file, bool exists, IReadOnlyCollection<string> known) =>
        Of("TO1114", resource, $"Project '{resource}' has no launch profile '{profile}' in '{file}'. " + (!exists ? "There is no such file." : known.Count == 0 ? "The file has none." : $"It has: {Quoted(known)}."));

    public static ModelProblem BadReplicas(string resource, int replicas) =>
        Of("TO1115", resource, $"Resource '{resource}' asks for {replicas} replicas; at least 1 is needed.");

    public static ModelProblem UnknownLane(string resource, string lane, IEnumerable<string> known) =>
        Of("TO1116", resource, $"Resource '{resource}' is pinned to the lane '{lane}', which does not exist. The lanes are: {Quoted(known)}.");

    public static ModelProblem PortTakenTwice(int port, IReadOnlyList<(string Resource, string Name)> endpoints) =>
        Of("TO1117", endpoints[0].Resource, $"Port {port} is asked for by {string.Join(" and ", endpoints.Select(e => $"endpoint '{e.Name}' of '{e.Resource}'"))}; the resources of an application share one address, so each needs a port of its own. Leave the port out where any will do.");

    public static ModelProblem BadLaunchSettings(string resource, string file, string why) =>
        Of("TO1118", resource, $"The launch settings of '{resource}' cannot be read: '{file}': {why}");

    public static ModelProblem MissingDirectory(string resource, string what, string path) =>
        Of("TO1119", resource, $"The {what} of '{resource}' is not there: '{path}'. A relative path starts at the app host's directory.");

    public static ModelProblem NoCommand(string resource) =>
        Of("TO1120", resource, $"Executable '{resource}' has no command. Give a program in PATH, or a path that starts at its working directory.");

    public static ModelProblem NoImage(string resource) =>
        Of("TO1121", resource, $"Container '{resource}' has no image. Give a name such as 'docker.io/library/nginx'.");

    public static ModelProblem NoSuchResource(string name, IEnumerable<string> known) =>
        Of("TO1122", name, $"The application has no resource '{name}'. It has: {Quoted(known)}.");

    public static ModelProblem OtherKind(IResource resource, Type wanted) =>
        Of("TO1123", resource.Name, $"Resource '{resource.Name}' is of type {resource.GetType().Name}, not {wanted.Name}.");

    public static ModelProblem NoHttpEndpoint(string resource, IReadOnlyCollection<string> known) =>
        Of("TO1124", resource, $"Resource '{resource}' has an HTTP health check but no HTTP endpoint. " + (known.Count == 0 ? "It declares none; add one with WithHttpEndpoint." : $"It declares: {Quoted(known)}."));

    public static ModelProblem NotHttp(string resource, string endpoint, string scheme) =>
        Of("TO1124", resource, $"Resource '{resource}' has an HTTP health check of the endpoint '{endpoint}', whose scheme is '{scheme}'.");

    public static IReadOnlyCollection<string> EndpointNames(IResource resource) =>
        [.. resource.Annotations.OfType<EndpointAnnotation>().Select(e => e.Name)];

    private static ModelProblem Of(string code, string resource, string message) => new() { Code = code, Resource = resource, Message = message };

    private static string Quoted(IEnumerable<string> names) => string.Join(", ", names.Select(n => $"'{n}'"));
}
