using System.Text.Json.Nodes;
using TestOrchestrator.Containers.Api;
using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Engine.Providers;

namespace TestOrchestrator.Containers.Providers;

/// <summary>Sees that the container engine has an image.</summary>
internal sealed class ImagePullRequest(ContainerEngineApi engine, UnitContext context)
{
    public async Task PullAsync(string image, ImagePull pull, CancellationToken cancellationToken)
    {
        string path = $"images/{Full(image)}/json";
        if (pull != ImagePull.Always && await engine.GetAsync(path, cancellationToken).ConfigureAwait(false) is not null)
        {
            return;
        }

        if (pull == ImagePull.Never)
        {
            const string why = "it is not there, and the app host says that it is never pulled (WithImagePullPolicy)";
            throw ContainerErrors.NotPulled(context.Name, image, why);
        }

        try
        {
            path = $"images/create?fromImage={Uri.EscapeDataString(Full(image))}";
            using HttpResponseMessage response =
                await engine.OpenAsync(HttpMethod.Post, path, null, cancellationToken).ConfigureAwait(false);
            using StreamReader lines = new(await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false));
            while (await lines.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
            {
                Report(image, JsonNode.Parse(line));
            }
        }
        catch (EngineException e) when (e.Code == ContainerErrors.RefusedCode)
        {
            throw ContainerErrors.NotPulled(context.Name, image, e.Message);
        }
    }

    // Without a tag the engine would pull all that there are.
    private static string Full(string image) => image.Split('/')[^1].AsSpan().ContainsAny(':', '@') ? image : $"{image}:latest";

    // {"status":"Pulling fs layer","id":"a1b2"}, then many lines with a progress, and perhaps {"error":"..."}.
    private void Report(string image, JsonNode? line)
    {
        if (line?["error"]?.GetValue<string>() is { } error)
        {
            throw ContainerErrors.NotPulled(context.Name, image, error);
        }

        if (line?["status"]?.GetValue<string>() is { } status && line["progress"] is null)
        {
            string text = $"[testorchestrator] {image}: {status} {line["id"]?.GetValue<string>()}";
            File.AppendAllText(context.LogFile, $"{text.TrimEnd()}{Environment.NewLine}");
        }
    }
}
