using TestOrchestrator.Nursery.Protocol;

namespace TestOrchestrator.Nursery.Tests.Protocol;

[TestClass]
public sealed class EventWriterTests
{
    [TestMethod]
    public void Every_event_is_a_letter_and_three_numbers()
    {
        using MemoryStream output = new();
        using EventWriter events = new(output);

        events.Ready(4242);
        events.Started(1, 4243);
        events.Failed(2, 13);
        events.Exited(3, 255, 0);
        events.Exited(4, -1, 9);

        Assert.AreEqual("R 4242 0 0, P 1 4243 0, E 2 13 0, X 3 255 0, X 4 -1 9", Read(output));
    }

    [TestMethod]
    public void Events_of_several_threads_do_not_mix()
    {
        using WriteSizes output = new();
        using EventWriter events = new(output);

        Parallel.For(0, 1000, i => events.Exited(i, i, i));

        Assert.AreEqual("13", string.Join(", ", output.Sizes.Distinct()));
        Assert.AreEqual(
            string.Join(", ", Enumerable.Range(0, 1000).Select(i => $"X {i} {i} {i}").Order(StringComparer.Ordinal)),
            string.Join(", ", Read(output).Split(", ").Order(StringComparer.Ordinal)));
    }

    [TestMethod]
    public void Nothing_is_written_once_it_was_stopped()
    {
        using MemoryStream output = new();
        using EventWriter events = new(output);

        events.Stop();
        events.Exited(1, 0, 0);

        Assert.AreEqual(0, output.Length);
    }

    [TestMethod]
    public void An_owner_that_is_gone_is_no_error()
    {
        using BrokenPipe output = new();
        using EventWriter events = new(output);

        events.Exited(1, 0, 0);
        events.Exited(2, 0, 0);

        Assert.AreEqual(1, output.Writes);
    }

    private static string Read(MemoryStream output)
    {
        byte[] bytes = output.ToArray();
        return string.Join(", ", bytes.Chunk(13).Select(e => $"{(char)e[0]} {BitConverter.ToInt32(e, 1)} {BitConverter.ToInt32(e, 5)} {BitConverter.ToInt32(e, 9)}"));
    }

    private sealed class WriteSizes : MemoryStream
    {
        public List<int> Sizes { get; } = [];

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            Sizes.Add(buffer.Length);
            base.Write(buffer);
        }
    }

    private sealed class BrokenPipe : MemoryStream
    {
        public int Writes { get; private set; }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            Writes++;
            throw new IOException("Broken pipe");
        }
    }
}
