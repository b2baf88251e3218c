using System.Net;

namespace TestOrchestrator.AppModel.Tests.Expressions;

[TestClass]
public sealed class EndpointReferenceTests : IDisposable
{
    private readonly TestAppHost _app = new();

    public void Dispose() => _app.Dispose();

    [TestMethod]
    [DataRow(EndpointProperty.Url, "https://127.0.0.9:5001", "{api.bindings.https.url}")]
    [DataRow(EndpointProperty.Host, "127.0.0.9", "{api.bindings.https.host}")]
    [DataRow(EndpointProperty.IPV4Host, "127.0.0.9", "{api.bindings.https.iPV4Host}")]
    [DataRow(EndpointProperty.Port, "5001", "{api.bindings.https.port}")]
    [DataRow(EndpointProperty.TargetPort, "5001", "{api.bindings.https.targetPort}")]
    [DataRow(EndpointProperty.Scheme, "https", "{api.bindings.https.scheme}")]
    [DataRow(EndpointProperty.HostAndPort, "127.0.0.9:5001", "{api.bindings.https.hostAndPort}")]
    public async Task Each_part_of_an_address_can_be_referred_to(EndpointProperty part, string expected, string expression)
    {
        EndpointReferenceExpression value = _app.AddProgram("api").WithHttpsEndpoint().GetEndpoint("https").Property(part);

        Assert.AreEqual(expected, await _app.Start().ValueOf(value));
        Assert.AreEqual(expression, value.ValueExpression);
    }

    [TestMethod]
    public async Task Names_of_endpoints_are_found_in_any_case()
    {
        EndpointReference value = _app.AddProgram("api").WithHttpEndpoint(name: "Admin").GetEndpoint("ADMIN");

        Assert.AreEqual("http://127.0.0.9:5001", await _app.Start().ValueOf(value));
    }

    [TestMethod]
    public async Task A_url_says_its_port_even_if_it_is_the_usual_one()
    {
        EndpointReference value = _app.AddProgram("api").WithHttpEndpoint().GetEndpoint("http");
        ValueProviderContext values = new()
        {
            Endpoints = new OneAddress(new() { Scheme = "http", Address = new(IPAddress.Parse("127.0.0.9"), 80) }),
            Current = static resource => resource,
        };

        Assert.AreEqual("http://127.0.0.9:80", await value.GetValueAsync(values));
    }

    [TestMethod]
    public async Task An_address_of_version_6_has_brackets_where_a_port_follows()
    {
        EndpointReference value = _app.AddProgram("api").WithHttpEndpoint().GetEndpoint("http");
        AllocatedEndpoint at = new() { Scheme = "http", Address = new(IPAddress.IPv6Loopback, 5001) };
        ValueProviderContext values = new() { Endpoints = new OneAddress(at), Current = static resource => resource };

        Assert.AreEqual("http://[::1]:5001", await value.GetValueAsync(values));
        Assert.AreEqual("::1", await value.Property(EndpointProperty.Host).GetValueAsync(values));
        Assert.AreEqual("[::1]:5001", await value.Property(EndpointProperty.HostAndPort).GetValueAsync(values));
        Assert.AreEqual(new Uri("http://[::1]:5001/"), at.Url);
    }

    private sealed class OneAddress(AllocatedEndpoint at) : IEndpointAllocations
    {
        public AllocatedEndpoint Get(IResource resource, string endpointName, int replica) => at;
    }
}
