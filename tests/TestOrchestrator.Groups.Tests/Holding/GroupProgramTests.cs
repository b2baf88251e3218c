using TestOrchestrator.Groups.Description;

namespace TestOrchestrator.Groups.Tests.Holding;

[TestClass]
public sealed class GroupProgramTests
{
    private static readonly string[] s_pieces =
    [
        "{", "}", "{{", "}}", "\\", "\"", "'", "a", " ", "\n", "\r", "\t", "#", "$", "é", "😀", "\u0001",
        "{{parameters.x}}", "{{#if a}}", "{{! x }}",
    ];

    private const string Script = """
        #!/bin/sh
        printf '%s\0' "$@" >arguments
        printf '%s\0' "$TEXT" >text
        pwd >place
        >done
        exec sleep 600
        """;

    [TestMethod]
    public async Task A_group_of_one_program_lives_like_any_other()
    {
        await using GroupFixture fixture = new();
        string directory = fixture.Store.CreateOfProgram(Program("sleep", "600"), new() { Name = "My.Shop" });
        ProcessGroup group = await fixture.HoldAsync(directory);

        GroupChange started = await group.StartAsync();
        await group.StopAsync();
        GroupChange again = await group.StartAsync();

        Assert.AreEqual("started, started", $"{started.Processes["program"]}, {again.Processes["program"]}");
        Assert.AreEqual("My.Shop", group.Name);
        Assert.AreEqual(directory, fixture.Store.Find("my.shop"));
        Assert.HasCount(1, fixture.Processes);
        await group.TerminateAsync();
        Assert.IsEmpty(fixture.Store.List());
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    public async Task A_program_gets_every_text_as_it_was_given(int seed)
    {
        Random random = new(seed);
        string[] texts = ["{{parameters.password}}", "\\{{name}}", "", .. Enumerable.Range(0, 60).Select(_ => Some(random))];
        await using GroupFixture fixture = new();
        string work = Directory.CreateDirectory(Path.Combine(fixture.Source, "{{name}} \\{{x}} \"#'")).FullName;
        string command = Path.Combine(work, "{{run}}.sh");
        await File.WriteAllTextAsync(command, Script);
        File.SetUnixFileMode(command, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        string text = string.Concat(texts);
        ProcessGroup group = await fixture.HoldAsync(fixture.Store.CreateOfProgram(
            Program(command, texts) with { WorkingDirectory = work, Environment = new Dictionary<string, string> { ["TEXT"] = text } },
            new()));

        GroupChange change = await group.StartAsync();
        await Eventually.IsTrueAsync(() => File.Exists(Path.Combine(work, "done")));

        Assert.IsNull(change.Failure);
        Assert.AreEqual(string.Concat(texts.Select(t => t + '\0')), await File.ReadAllTextAsync(Path.Combine(work, "arguments")));
        Assert.AreEqual(text + '\0', await File.ReadAllTextAsync(Path.Combine(work, "text")));
        Assert.AreEqual(work + '\n', await File.ReadAllTextAsync(Path.Combine(work, "place")));
        await group.TerminateAsync();
    }

    [TestMethod]
    public void A_name_that_cannot_be_that_of_a_process_is_refused_and_nothing_is_left()
    {
        using TemporaryDirectory directory = new();
        GroupStore store = new(directory["groups"]);

        EngineException error = Assert.ThrowsExactly<EngineException>(() =>
            store.CreateOfProgram(Program("true") with { Name = "My.Shop" }, new()));

        StringAssert.Contains(error.Message, "'My.Shop' cannot be a name: it contains '.'");
        Assert.IsEmpty(store.List());
    }

    [TestMethod]
    public void A_program_has_no_parameters()
    {
        using TemporaryDirectory directory = new();
        GroupStore store = new(directory["groups"]);

        EngineException error = Assert.ThrowsExactly<EngineException>(() =>
            store.CreateOfProgram(Program("true"), new() { Parameters = ImmutableDictionary<string, string>.Empty.Add("title", "Hello") }));

        Assert.AreEqual("TO1823", error.Code);
        Assert.IsEmpty(store.List());
    }

    [TestMethod]
    public void The_time_to_end_is_part_of_its_group_file()
    {
        GroupProgram program = Program("true") with { StopGrace = TimeSpan.FromSeconds(1.5) };

        GroupDescription group = GroupFileReader.Parse(GroupFileWriter.Write(program), "/");

        Assert.AreEqual(program.StopGrace, group.Processes.Single().Stop?.Grace);
    }

    private static GroupProgram Program(string command, params string[] arguments) =>
        new() { Name = "program", Command = command, WorkingDirectory = "/", Arguments = [.. arguments] };

    private static string Some(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(10)).Select(_ => s_pieces[random.Next(s_pieces.Length)]));
}
