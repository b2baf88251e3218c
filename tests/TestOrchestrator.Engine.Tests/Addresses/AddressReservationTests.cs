using System.Net;
using TestOrchestrator.Engine.Addresses;

namespace TestOrchestrator.Engine.Tests.Addresses;

[TestClass]
public sealed class AddressReservationTests
{
    [TestMethod]
    public void An_address_is_claimed_once_until_it_is_released()
    {
        using AddressReservation first = AddressReservation.Reserve(new Numbers(64, 0, 7));
        AddressReservation second = AddressReservation.Reserve(new Numbers(64, 0, 7, 64, 0, 8));
        string claimed = $"{first.Address} {second.Address}";
        second.Dispose();

        using AddressReservation third = AddressReservation.Reserve(new Numbers(64, 0, 7, 64, 0, 8));

        Assert.AreEqual("127.64.0.7 127.64.0.8", claimed);
        Assert.AreEqual("127.64.0.8", third.Address.ToString());
        Assert.IsTrue(third.IsOwn);
    }

    [TestMethod]
    public void When_none_is_free_that_is_told()
    {
        using AddressReservation first = AddressReservation.Reserve(new Numbers(64, 0, 9));

        Errors.EngineException error = Assert.ThrowsExactly<Errors.EngineException>(() => AddressReservation.Reserve(new Numbers(64, 0, 9)));

        Assert.AreEqual(
            "TO1301: None of 1000 loopback addresses tried between 127.64.0.1 and 127.127.255.254 could be claimed. Stop runs that are not needed, or run fewer at a time.",
            error.Message);
    }

    [TestMethod]
    [DataRow("127.0.0.1")]
    [DataRow("127.0.0.2")]
    public void A_shared_address_can_be_used_many_times(string text)
    {
        using AddressReservation first = AddressReservation.Shared(IPAddress.Parse(text));
        using AddressReservation second = AddressReservation.Shared(IPAddress.Parse(text));

        Assert.AreEqual(text, second.Address.ToString());
        Assert.IsFalse(second.IsOwn);
    }

    [TestMethod]
    [DataRow("0.0.0.0")]
    [DataRow("10.0.0.1")]
    [DataRow("::1")]
    [DataRow("::")]
    [DataRow("::ffff:127.0.0.1")]
    public void An_address_that_is_not_a_loopback_address_is_refused(string text)
    {
        Errors.EngineException error = Assert.ThrowsExactly<Errors.EngineException>(() => AddressReservation.Shared(IPAddress.Parse(text)));

        Assert.AreEqual($"TO1304: '{text}' is not a loopback address of IPv4. An application listens on such addresses only, as 127.0.0.1.", error.Message);
    }

    // Gives these numbers, again and again.
    private sealed class Numbers(params int[] numbers) : Random
    {
        private int _next;

        public override int Next(int minValue, int maxValue) => numbers[_next++ % numbers.Length];
    }
}
