using System.Text.RegularExpressions;
using TestOrchestrator.Engine.Health;

namespace TestOrchestrator.Engine.Tests.Health;

[TestClass]
public sealed class LogLineProbeTests : IDisposable
{
    private const string Stamp = "2026-01-31T12:00:00.123456789Z ";

    private readonly TemporaryDirectory _directory = new();

    private string Log => _directory["server.log"];

    public void Dispose() => _directory.Dispose();

    [TestMethod]
    public void What_a_former_start_has_written_does_not_count()
    {
        File.WriteAllText(Log, "ready\n");
        LogLineProbe probe = Probe("^ready$");

        Observation before = probe.Look();
        File.AppendAllText(Log, "almost\n");
        Observation almost = probe.Look();
        File.AppendAllText(Log, "ready\n");
        Observation after = probe.Look();

        Assert.AreEqual("no line in its log that matches '^ready$', and no line at all", before.Saw);
        Assert.AreEqual("no line in its log that matches '^ready$'; the last line is: almost", almost.Saw);
        Assert.IsTrue(after.IsSatisfied);
    }

    [TestMethod]
    public void A_log_that_is_not_there_yet_is_no_error()
    {
        LogLineProbe probe = Probe("^ready$");

        bool before = probe.Look().IsSatisfied;
        File.WriteAllText(Log, "ready\n");

        Assert.AreEqual("False True", $"{before} {probe.Look().IsSatisfied}");
    }

    [TestMethod]
    public void A_stamp_is_no_part_of_the_line()
    {
        LogLineProbe probe = Probe("^ready$");

        File.WriteAllText(Log, $"{Stamp}starting\n{Stamp}ready\n");

        Assert.IsTrue(probe.Look().IsSatisfied);
    }

    [TestMethod]
    public void A_line_may_come_in_parts_even_of_a_letter()
    {
        LogLineProbe probe = Probe("^größe ready$");
        byte[] line = System.Text.Encoding.UTF8.GetBytes("größe ready\r\n");
        List<bool> seen = [];

        foreach (byte part in line)
        {
            using (FileStream file = new(Log, FileMode.Append))
            {
                file.WriteByte(part);
            }

            seen.Add(probe.Look().IsSatisfied);
        }

        Assert.AreEqual(line.Length - 3, seen.IndexOf(true));
    }

    [TestMethod]
    public void A_log_that_was_rotated_is_read_to_its_end_and_then_the_next_one()
    {
        LogLineProbe probe = Probe("^ready$");
        File.WriteAllText(Log, "starting\n");
        probe.Look();

        File.AppendAllText(Log, "ready\n");
        Rotate();
        File.WriteAllText(Log, "other\n");

        Assert.IsTrue(probe.Look().IsSatisfied);
    }

    // A new file that has grown past what was read of the old one does not look shorter.
    [TestMethod]
    public void A_new_log_that_is_longer_than_the_old_one_was_is_read_from_its_beginning()
    {
        LogLineProbe probe = Probe("^ready$");
        File.WriteAllText(Log, "starting\n");
        probe.Look();

        Rotate();
        File.WriteAllText(Log, $"ready\n{new string('x', 100)}\n");

        Assert.IsTrue(probe.Look().IsSatisfied);
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(2)]
    public void A_log_that_was_rotated_several_times_between_looks_is_read_as_a_whole(int readyIn)
    {
        LogLineProbe probe = Probe("^ready$");
        File.WriteAllText(Log, "starting\n");
        probe.Look();

        for (int i = 0; i < 3; i++)
        {
            Rotate();
            File.WriteAllText(Log, i == readyIn ? "ready\n" : $"something else that is longer: {i}\n");
        }

        Assert.IsTrue(probe.Look().IsSatisfied);
    }

    [TestMethod]
    public void What_was_rotated_away_before_it_was_read_is_lost_and_no_error()
    {
        LogLineProbe probe = Probe("^ready$");
        File.WriteAllText(Log, "starting\n");
        probe.Look();
        File.Delete(Log);
        File.WriteAllText($"{Log}.1", "in between\n");
        File.WriteAllText(Log, "last\n");

        Observation seen = probe.Look();

        Assert.AreEqual("no line in its log that matches '^ready$'; the last line is: last", seen.Saw);
    }

    private LogLineProbe Probe(string pattern) => new(Log, new Regex(pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)));

    private void Rotate()
    {
        for (int i = 3; i >= 1; i--)
        {
            if (File.Exists($"{Log}.{i}"))
            {
                File.Move($"{Log}.{i}", $"{Log}.{i + 1}", overwrite: true);
            }
        }

        File.Move(Log, $"{Log}.1");
    }
}
