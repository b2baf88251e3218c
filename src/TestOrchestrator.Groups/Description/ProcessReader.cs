using System.Collections.Immutable;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Groups.Texts;
using TestOrchestrator.Groups.Toml.Reading;
using TestOrchestrator.Groups.Toml.Values;

namespace TestOrchestrator.Groups.Description;

/// <summary>Reads the table of one process. What is wrong is noted in the reading.</summary>
internal static class ProcessReader
{
    private static readonly Dictionary<string, RestartPolicy> s_policies = new() { ["never"] = RestartPolicy.Never, ["on_failure"] = RestartPolicy.OnFailure, ["always"] = RestartPolicy.Always };

    private static readonly Dictionary<string, StopSignal> s_signals = new()
    {
        ["SIGHUP"] = StopSignal.Hangup, ["SIGINT"] = StopSignal.Interrupt, ["SIGQUIT"] = StopSignal.Quit, ["SIGKILL"] = StopSignal.Kill,
        ["SIGUSR1"] = StopSignal.User1, ["SIGUSR2"] = StopSignal.User2, ["SIGTERM"] = StopSignal.Terminate, ["SIGWINCH"] = StopSignal.WindowChange,
    };

    private static readonly Dictionary<string, (WaitCondition Condition, int? ExitCode)> s_conditions = new()
    {
        ["started"] = (WaitCondition.Started, 0),
        ["ready"] = (WaitCondition.Ready, 0),
        ["log_ready"] = (WaitCondition.Ready, 0),
        ["completed"] = (WaitCondition.Completed, null),
        ["completed_successfully"] = (WaitCondition.Completed, 0),
    };

    public static ProcessDescription Read(TomlKey key, TomlReading process, string directory)
    {
        GroupFileReader.CheckName(process, key);
        process.Known(
            "command", "args", "environment", "working_directory", "user", "templates", "ports", "ready", "depends_on",
            "restart", "restart_delay", "restart_max_delay", "stop_signal", "stop_grace", "log");
        ImmutableArray<PortDescription> ports = PortReader.Read(process);
        return new()
        {
            Name = key.Name,
            Command = process.RequiredString("command"),
            Args = Texts(process, "args"),
            Environment = Environment(process),
            WorkingDirectory = process.OptionalString("working_directory"),
            User = process.OptionalString("user"),
            Templates = Templates(process, directory),
            Ports = ports,
            Ready = ReadyReader.Read(process, ports),
            DependsOn = Dependencies(process),
            Restart = Restart(process),
            Stop = Stop(process),
            Log = Log(process),
        };
    }

    /// <summary>Reads texts that may hold expressions.</summary>
    public static ImmutableArray<SourceText> Texts(TomlReading reading, string key) =>
        [.. (reading.OptionalStrings(key) ?? []).Select(text => new SourceText(text, reading.File, reading.PositionOf(key)))];

    /// <summary>Reads one of a few words.</summary>
    public static T? Choice<T>(TomlReading reading, string key, Dictionary<string, T> words)
        where T : struct
    {
        if (reading.OptionalString(key) is not { } word)
        {
            return null;
        }

        if (words.TryGetValue(word, out T value))
        {
            return value;
        }

        string hint = Names.Nearest(word, words.Keys) is { } nearest ? $" Did you mean '{nearest}'?" : "";
        reading.Problem(reading.PositionOf(key), $"'{key}' is '{word}'.{hint} It can be {Names.List(words.Keys)}.");
        return null;
    }

    private static ImmutableArray<KeyValuePair<string, SourceText>> Environment(TomlReading process) =>
        process.OptionalTable("environment") is { } variables
            ? [.. variables.Keys.Select(k => KeyValuePair.Create(k.Name, new SourceText(variables.RequiredString(k.Name), variables.File, variables.PositionOf(k.Name))))]
            : [];

    private static ImmutableArray<string> Templates(TomlReading process, string directory)
    {
        ImmutableArray<string> templates = process.OptionalStrings("templates") ?? [];
        foreach (string template in templates)
        {
            if (Path.IsPathRooted(template) || template.Split('/').Contains(".."))
            {
                process.Problem(process.PositionOf("templates"), $"The template '{template}' is not below the directory of the group file. Put it there, and give its path from there.");
            }
            else if (!File.Exists(Path.Combine(directory, template)))
            {
                process.Problem(process.PositionOf("templates"), $"The template '{template}' is not there: '{Path.Combine(directory, template)}'.");
            }
        }

        return templates;
    }

    private static ImmutableArray<DependencyDefinition> Dependencies(TomlReading process)
    {
        if (process.OptionalTable("depends_on") is not { } table)
        {
            return [];
        }

        return
        [
            .. from key in table.Keys
               let condition = Choice(table, key.Name, s_conditions)
               where condition is not null
               select new DependencyDefinition { Unit = key.Name, Condition = condition.Value.Condition, ExitCode = condition.Value.ExitCode },
        ];
    }

    private static RestartDefinition? Restart(TomlReading process)
    {
        RestartPolicy? policy = Choice(process, "restart", s_policies);
        RestartDefinition restart = new() { Policy = policy ?? RestartPolicy.Never };
        restart = restart with { Delay = process.OptionalDuration("restart_delay") ?? restart.Delay };
        restart = restart with { MaxDelay = process.OptionalDuration("restart_max_delay") ?? (restart.Delay > restart.MaxDelay ? restart.Delay : restart.MaxDelay) };
        if (restart.Delay <= TimeSpan.Zero || restart.MaxDelay < restart.Delay)
        {
            process.Problem(process.PositionOf("restart_delay"), "'restart_delay' must be longer than nothing, and 'restart_max_delay' at least as long.");
        }

        return policy is null ? null : restart;
    }

    private static StopDefinition? Stop(TomlReading process)
    {
        StopSignal? signal = Choice(process, "stop_signal", s_signals);
        TimeSpan? grace = process.OptionalDuration("stop_grace");
        return signal is null && grace is null ? null : new() { Signal = signal ?? StopSignal.Terminate, Grace = grace };
    }

    // With stamps unless the file turns them off: without them, the lines of several processes cannot be put in order.
    private static LogDefinition Log(TomlReading process)
    {
        const long LeastBytes = 4096;
        if (process.OptionalTable("log") is not { } log)
        {
            return new() { Timestamps = true };
        }

        log.Known("timestamps", "max_size", "max_files");
        LogDefinition read = new() { Timestamps = log.OptionalBoolean("timestamps") ?? true, MaxBytes = log.OptionalSize("max_size") };
        if (read.MaxBytes < LeastBytes)
        {
            log.Problem(log.PositionOf("max_size"), $"'max_size' is {read.MaxBytes} bytes. It is at least 4KiB.");
        }

        return read with { MaxFiles = (int)(log.OptionalInteger("max_files", 2, 1000) ?? read.MaxFiles) };
    }
}
