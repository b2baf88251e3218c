using System.Net;
using TestOrchestrator.Nursery.Interception;

namespace TestOrchestrator.Nursery.Tests.Interception;

[TestClass]
public sealed class NameTableTests
{
    private readonly NameTable _names = new();

    [TestMethod]
    public void A_name_keeps_its_address_in_any_case()
    {
        IPAddress first = _names.AddressOf("api.example.com");

        Assert.AreEqual("198.18.0.1", first.ToString());
        Assert.AreEqual("198.18.0.2", _names.AddressOf("other.example.com").ToString());
        Assert.AreEqual(first, _names.AddressOf("API.example.com"));
    }

    [TestMethod]
    public void Only_addresses_that_were_given_have_names()
    {
        Assert.IsFalse(_names.TryFind(IPAddress.Parse("198.18.0.1"), out _));
        Assert.IsFalse(_names.TryFind(IPAddress.Parse("10.0.0.1"), out _));
        Assert.IsFalse(_names.TryFind(IPAddress.IPv6Loopback, out _));
    }

    [TestMethod]
    public void When_all_are_given_the_oldest_loses_its_own()
    {
        for (int i = 0; i < NameTable.Capacity; i++)
        {
            _names.AddressOf($"host-{i}");
        }

        IPAddress reused = _names.AddressOf("one-more");

        Assert.AreEqual("198.18.0.1", reused.ToString());
        Assert.IsTrue(_names.TryFind(reused, out string? name));
        Assert.AreEqual("one-more", name);
        Assert.AreEqual("198.18.0.2", _names.AddressOf("host-0").ToString());
        Assert.AreEqual("198.19.255.254", _names.AddressOf($"host-{NameTable.Capacity - 1}").ToString());
    }

    [TestMethod]
    [DataRow("198.18.0.0", true)]
    [DataRow("198.19.255.255", true)]
    [DataRow("198.17.255.255", false)]
    [DataRow("198.20.0.0", false)]
    [DataRow("2001:db8::1", false)]
    public void Its_network_is_that_of_tests(string address, bool isOurs) => Assert.AreEqual(isOurs, NameTable.IsOurs(IPAddress.Parse(address)));
}
