using System.Text;
using TestOrchestrator.Nursery.Protocol;

namespace TestOrchestrator.Nursery.Tests.Protocol;

[TestClass]
public sealed class CommandReaderTests
{
    [TestMethod]
    public void A_spawn_has_every_part_as_it_was_written()
    {
        using CommandReader reader = Reading(Spawn(7, ["/usr/bin/unshare", "--user"], ["/bin/sh", "-c", "exit"], ["A=1", "B="], "/tmp", "/tmp/log"));

        Command? command = reader.Next();

        Assert.AreEqual("7 [/usr/bin/unshare|--user] [/bin/sh|-c|exit] [A=1|B=] /tmp /tmp/log True 4294967296 3 127.64.1.2:8080", Text(command));
        Assert.IsNull(reader.Next());
    }

    [TestMethod]
    [DataRow("")]
    [DataRow(" ")]
    [DataRow("two\nlines\r\n")]
    [DataRow("größer 🙂 日本語")]
    [DataRow("tab\tbell\a quote\"' back\\slash")]
    [DataRow("S K C")]
    public void A_text_arrives_as_it_is(string text)
    {
        using CommandReader reader = Reading(Spawn(1, [text], [text, text], [$"NAME={text}"], text, text));

        Command? command = reader.Next();

        Assert.AreEqual($"1 [{text}] [{text}|{text}] [NAME={text}] {text} {text} True 4294967296 3 127.64.1.2:8080", Text(command));
    }

    [TestMethod]
    public void Lists_may_be_empty_and_long()
    {
        string[] many = [.. Enumerable.Range(0, 10_000).Select(i => $"{i}")];
        using CommandReader reader = Reading(Spawn(1, [], many, [], "", ""));

        Command? command = reader.Next();

        Assert.AreEqual($"1 [] [{string.Join('|', many)}] []   True 4294967296 3 127.64.1.2:8080", Text(command));
    }

    [TestMethod]
    public void Commands_follow_one_another()
    {
        using CommandReader reader = Reading([.. Signal(3, 15, 0), .. Signal(4, 9, 1), .. "C"u8, .. Spawn(5, [], ["/bin/true"], [], "/", "/dev/null")]);

        string[] commands = [.. Enumerable.Range(0, 5).Select(_ => Text(reader.Next()))];

        Assert.AreEqual("signal 3 15 False, signal 4 9 True, close, 5 [] [/bin/true] [] / /dev/null True 4294967296 3 127.64.1.2:8080, end", string.Join(", ", commands));
    }

    // The owner may be killed in the middle of a command: what is left of it must not be carried out.
    [TestMethod]
    public void A_command_that_is_cut_off_anywhere_is_the_end_and_never_a_command()
    {
        byte[] whole = Spawn(7, ["/usr/bin/unshare"], ["/bin/sh", "-c", "exit"], ["A=1"], "/tmp", "/tmp/log");

        string[] read = [.. Enumerable.Range(0, whole.Length).Select(length => Text(Reading(whole[..length]).Next())).Distinct()];

        Assert.AreEqual("end", string.Join(", ", read));
    }

    [TestMethod]
    public void Bytes_may_arrive_one_by_one()
    {
        using CommandReader reader = new(new Trickle(Spawn(7, ["/usr/bin/unshare"], ["/bin/sh", "größer"], ["A=1"], "/tmp", "/tmp/log")));

        Assert.AreEqual("7 [/usr/bin/unshare] [/bin/sh|größer] [A=1] /tmp /tmp/log True 4294967296 3 127.64.1.2:8080", Text(reader.Next()));
    }

    [TestMethod]
    public void An_unknown_command_is_an_error()
    {
        using CommandReader reader = Reading([.. "X"u8]);

        InvalidDataException error = Assert.ThrowsExactly<InvalidDataException>(() => reader.Next());

        Assert.AreEqual("The nursery does not know the command 88.", error.Message);
    }

    private static CommandReader Reading(byte[] bytes) => new(new MemoryStream(bytes));

    private static byte[] Spawn(int id, string[] wrapper, string[] arguments, string[] environment, string workingDirectory, string outputFile) =>
        [.. "S"u8, .. Number(id), .. List(wrapper), .. List(arguments), .. List(environment), .. Bytes(workingDirectory), .. Bytes(outputFile),
            .. Number(1), .. BitConverter.GetBytes(4_294_967_296L), .. Number(3), .. Bytes("127.64.1.2:8080")];

    private static byte[] Signal(int id, int signal, int wholeTree) => [.. "K"u8, .. Number(id), .. Number(signal), .. Number(wholeTree)];

    private static byte[] List(string[] texts) => [.. Number(texts.Length), .. texts.SelectMany(Bytes)];

    private static byte[] Bytes(string text) => [.. Number(Encoding.UTF8.GetByteCount(text)), .. Encoding.UTF8.GetBytes(text)];

    private static byte[] Number(int number) => BitConverter.GetBytes(number);

    private static string Text(Command? command) => command switch
    {
        SpawnCommand c => $"{c.Id} [{string.Join('|', c.Wrapper)}] [{string.Join('|', c.Arguments)}] [{string.Join('|', c.Environment)}] {c.WorkingDirectory} {c.OutputFile} {c.Log.Timestamps} {c.Log.MaxBytes} {c.Log.MaxFiles} {c.TransparentProxy}",
        SignalCommand c => $"signal {c.Id} {c.Signal} {c.WholeTree}",
        CloseCommand => "close",
        _ => "end",
    };

    // A pipe gives what is there.
    private sealed class Trickle(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer.IsEmpty ? buffer : buffer[..1]);

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 1));
    }
}
