using System.Net;
using System.Text;
using TestOrchestrator.Nursery.Interception;

namespace TestOrchestrator.Nursery.Tests.Interception;

[TestClass]
public sealed class DnsAnswerTests
{
    private const ushort A = 1;
    private const ushort Text = 16;
    private const ushort Aaaa = 28;

    private readonly NameTable _names = new();

    [TestMethod]
    public void A_name_has_the_address_of_the_table_and_the_question_comes_back_as_it_was_asked()
    {
        byte[] query = Query("Api.EXAMPLE.com", A);

        byte[] answer = DnsAnswer.To(query, _names)!;

        byte[] record = [0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 198, 18, 0, 1];
        byte[] expected = [0x12, 0x34, 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0, .. query[12..], .. record];
        Assert.AreEqual(Convert.ToHexString(expected), Convert.ToHexString(answer));
        Assert.IsTrue(_names.TryFind(IPAddress.Parse("198.18.0.1"), out string? name));
        Assert.AreEqual("Api.EXAMPLE.com", name);
    }

    [TestMethod]
    [DataRow(Aaaa)]
    [DataRow(Text)]
    public void It_has_nothing_else(int type) => Assert.AreEqual("code 0, 0 answers", Told(Query("api.example.com", (ushort)type)));

    [TestMethod]
    public void What_a_client_adds_to_its_question_is_ignored()
    {
        // EDNS (RFC 6891): an OPT record in the additional section.
        byte[] query = [.. Query("api.example.com", A), 0, 0, 41, 4, 208, 0, 0, 0, 0, 0, 0];
        query[11] = 1;

        byte[] answer = DnsAnswer.To(query, _names)!;

        Assert.AreEqual("code 0, 1 answers", Told(query));
        Assert.AreEqual(0, answer[11]);
    }

    [TestMethod]
    [DataRow("localhost")]
    [DataRow("api.LOCALHOST")]
    public void Localhost_is_this_machine(string name) => CollectionAssert.AreEqual(IPAddress.Loopback.GetAddressBytes(), DnsAnswer.To(Query(name, A), _names)![^4..]);

    [TestMethod]
    [DataRow("a\r\nb.example.com")]
    [DataRow("a b")]
    [DataRow("a:1")]
    [DataRow("größe.example.com")]
    public void What_is_no_name_of_a_host_does_not_exist(string name) => Assert.AreEqual("code 3, 0 answers", Told(Query(name, A)));

    [TestMethod]
    public void Other_operations_are_not_implemented()
    {
        byte[] query = Query("api.example.com", A);
        query[2] |= 0x10;

        Assert.AreEqual("code 4, 0 answers", Told(query));
    }

    [TestMethod]
    public void What_is_cut_off_anywhere_is_bad_or_no_query()
    {
        byte[] query = Query("api.example.com", A);

        string[] told = [.. Enumerable.Range(0, query.Length).Select(length => Told(query[..length])).Distinct()];

        Assert.AreEqual("nothing; code 1, 0 answers", string.Join("; ", told));
    }

    [TestMethod]
    public void A_name_that_points_elsewhere_or_is_too_long_is_bad()
    {
        byte[] pointer = [.. Query("", A)[..12], 0xc0, 12, 0, 1, 0, 1];
        byte[] tooLong = Query(string.Join('.', Enumerable.Repeat(new string('a', 60), 5)), A);

        Assert.AreEqual("code 1, 0 answers", Told(pointer));
        Assert.AreEqual("code 1, 0 answers", Told(tooLong));
    }

    [TestMethod]
    public void An_answer_is_not_answered()
    {
        byte[] answer = DnsAnswer.To(Query("api.example.com", A), _names)!;

        Assert.IsNull(DnsAnswer.To(answer, _names));
    }

    [TestMethod]
    public void Whatever_comes_there_is_an_end_of_it()
    {
        Random random = new(1);
        byte[] whole = Query("api.example.com", A);
        for (int i = 0; i < 100_000; i++)
        {
            byte[] bytes = [.. whole];
            for (int changes = random.Next(1, 6); changes > 0; changes--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            byte[]? answer = DnsAnswer.To(bytes.AsSpan(0, random.Next(bytes.Length + 1)), _names);
            Assert.IsTrue(answer is null or { Length: >= 12 });
        }
    }

    private string Told(byte[] query) => DnsAnswer.To(query, _names) is { } answer ? $"code {answer[3] & 0xf}, {answer[7]} answers" : "nothing";

    private static byte[] Query(string name, ushort type)
    {
        IEnumerable<byte> labels = name.Split('.', StringSplitOptions.RemoveEmptyEntries).SelectMany(label => Encoding.Latin1.GetBytes(label).Prepend((byte)label.Length));
        return [0x12, 0x34, 0x01, 0x00, 0, 1, 0, 0, 0, 0, 0, 0, .. labels, 0, (byte)(type >> 8), (byte)type, 0, 1];
    }
}
