using System.Buffers.Binary;
using System.Text;
using TestOrchestrator.Postgres.Gateway;

namespace TestOrchestrator.Postgres.Tests.Gateway;

[TestClass]
public sealed class StartupPacketTests
{
    [TestMethod]
    public void A_start_has_its_parameters_in_order()
    {
        StartupPacket packet = StartupPacket.Parse(PacketBytes.Untyped(PacketBytes.Version3 | 2, PacketBytes.Texts("user", "anna", "database", "orders", "options", "-c search_path=a,b", "")));

        Assert.AreEqual(StartupKind.Start, packet.Kind);
        Assert.AreEqual(2, packet.MinorVersion);
        Assert.AreEqual("[user, anna] [database, orders] [options, -c search_path=a,b]", string.Join(' ', packet.Parameters));
    }

    [TestMethod]
    [DataRow(PacketBytes.Ssl, "Ssl")]
    [DataRow(PacketBytes.GssEnc, "GssEnc")]
    [DataRow(PacketBytes.Cancel, "Cancel")]
    public void A_code_in_place_of_the_version_asks_for_something_else(int code, string kind) =>
        Assert.AreEqual(kind, StartupPacket.Parse(PacketBytes.Untyped(code, [1, 2, 3, 4, 5, 6, 7, 8])).Kind.ToString());

    [TestMethod]
    [DataRow("user\0anna\0\0", "anna", "anna")]
    [DataRow("user\0anna\0database\0\0\0", "anna", "anna")]
    [DataRow("database\0orders\0\0", null, "orders")]
    [DataRow("user\0anna\0user\0berta\0database\0a\0database\0b\0\0", "berta", "b")]
    [DataRow("", null, null)]
    [DataRow("\0user\0anna\0\0", null, null)]
    [DataRow("user", null, null)]
    [DataRow("user\0anna", "anna", "anna")]
    public void Who_and_where_are_read_as_PostgreSQL_reads_them(string body, string? user, string? database)
    {
        StartupPacket packet = StartupPacket.Parse(PacketBytes.Untyped(PacketBytes.Version3, Encoding.UTF8.GetBytes(body)));

        Assert.AreEqual((user, database), (packet.User, packet.Database));
    }

    [TestMethod]
    public void Another_target_takes_the_place_of_user_and_database_and_of_nothing_else()
    {
        StartupPacket packet = StartupPacket.Parse(PacketBytes.Untyped(
            PacketBytes.Version3 | 2,
            PacketBytes.Texts("client_encoding", "UTF8", "database", "orders", "user", "anna", "application_name", "täst", "database", "again", "")));

        byte[] changed = packet.WithTarget("postgres", "app_1_1");

        CollectionAssert.AreEqual(
            PacketBytes.Untyped(PacketBytes.Version3 | 2, PacketBytes.Texts("user", "postgres", "database", "app_1_1", "client_encoding", "UTF8", "application_name", "täst", "")),
            changed);
    }

    [TestMethod]
    [DataRow(2 << 16, "A PostgreSQL client started with the protocol 2.0; 3 is what PostgreSQL speaks.")]
    [DataRow(4 << 16 | 7, "A PostgreSQL client started with the protocol 4.7; 3 is what PostgreSQL speaks.")]
    [DataRow(0x47455420, "A PostgreSQL client started with the protocol 18245.21536; 3 is what PostgreSQL speaks.")]
    [DataRow(-1, "A PostgreSQL client started with the protocol 65535.65535; 3 is what PostgreSQL speaks.")]
    public void Another_protocol_is_refused(int code, string message)
    {
        InvalidDataException e = Assert.ThrowsExactly<InvalidDataException>(() => StartupPacket.Parse(PacketBytes.Untyped(code)));

        Assert.AreEqual(message, e.Message);
    }

    [TestMethod]
    public void Whatever_the_parameters_are_they_arrive()
    {
        Random random = new(1);
        for (int round = 0; round < 1000; round++)
        {
            StartupPacket packet = new()
            {
                Kind = StartupKind.Start,
                MinorVersion = random.Next(0, 3),
                Parameters = [.. Enumerable.Range(0, random.Next(0, 6)).Select(i => new KeyValuePair<string, string>($"{i}{Text(random)}", Text(random)))],
            };

            StartupPacket read = StartupPacket.Parse(packet.WithTarget("u", "d"));

            Assert.AreEqual(
                string.Join(' ', packet.Parameters.Prepend(new("database", "d")).Prepend(new("user", "u"))),
                string.Join(' ', read.Parameters),
                $"round {round}");
            Assert.AreEqual(packet.MinorVersion, read.MinorVersion);
        }
    }

    [TestMethod]
    public void Whatever_the_bytes_are_they_are_a_packet_or_refused()
    {
        Random random = new(2);
        for (int round = 0; round < 20_000; round++)
        {
            byte[] bytes = new byte[random.Next(8, 80)];
            random.NextBytes(bytes);
            if (round % 2 == 0)
            {
                BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4), PacketBytes.Version3);
            }

            try
            {
                StartupPacket packet = StartupPacket.Parse(bytes);
                _ = (packet.User, packet.Database, packet.WithTarget("u", "d"));
            }
            catch (InvalidDataException)
            {
                // Refused.
            }
        }
    }

    // No zero, which ends a text.
    private static string Text(Random random) => new([.. Enumerable.Range(0, random.Next(0, 12)).Select(_ => (char)random.Next(1, 0x2fff))]);
}
