using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.Tests.Kit;

namespace TestOrchestrator.Proxy.Tests.RealClients;

[TestClass]
public sealed class JavaTests
{
    // Since Java 11 a program of one file runs without being compiled first.
    private const string Program = """
        import java.io.*;
        import java.net.*;
        import java.net.http.*;
        import java.nio.charset.StandardCharsets;

        public class Client {
            public static void main(String[] urls) throws Exception {
                for (String url : urls) {
                    HttpURLConnection old = (HttpURLConnection) new URL(url).openConnection();
                    old.setRequestProperty("Accept", "text/plain");
                    try (InputStream body = old.getInputStream()) {
                        System.out.println("URLConnection " + old.getResponseCode() + " " + new String(body.readAllBytes(), StandardCharsets.UTF_8));
                    }

                    HttpClient client = HttpClient.newBuilder().proxy(ProxySelector.getDefault()).build();
                    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).POST(HttpRequest.BodyPublishers.ofString("n=1")).header("Content-Type", "application/x-www-form-urlencoded").build();
                    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
                    System.out.println("HttpClient " + answer.statusCode() + " " + answer.body() + " " + answer.version());
                }
            }
        }
        """;

    [TestMethod]
    public async Task Both_clients_of_Java_are_mocked()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.Fail);
        proxy.Root.When(r => r.Get("/hello")).Respond(j => j.Text("gr\u00FC\u00DF Gott"));
        proxy.Root.When(r => r.Post("/hello").Form("n", "1")).Respond(j => j.Status(201).Text("hello"));
        using TestDirectory directory = new();
        await File.WriteAllTextAsync(directory.File("Client.java"), Program);

        string output = await RealProgram.RunAsync(
            proxy, "java", "-Dfile.encoding=UTF-8", "-Dsun.stdout.encoding=UTF-8", directory.File("Client.java"), "https://api.example.com/hello", "http://api.example.com/hello", "http://127.0.0.1:9/hello");

        Assert.AreEqual(
            """
            URLConnection 200 grüß Gott
            HttpClient 201 hello HTTP_2
            URLConnection 200 grüß Gott
            HttpClient 201 hello HTTP_1_1
            URLConnection 200 grüß Gott
            HttpClient 201 hello HTTP_1_1

            """,
            output);
        Assert.HasCount(6, proxy.Root.Exchanges);
        Assert.IsEmpty(proxy.Root.Problems);
    }
}
