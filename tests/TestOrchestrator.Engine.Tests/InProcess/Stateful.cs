using System.CodeDom.Compiler;
using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;

namespace TestOrchestrator.Engine.Tests.InProcess;

#pragma warning disable CA1823, CS0067, CS0169, CS0414, CS0649, IDE0044, IDE0051, IDE0052, CA1802, CA1810, IDE0079, CA1859, CA1805, CA2211, CA1707, RS0030 // Nobody uses them: they are looked at.

/// <summary>Types with static state.</summary>
internal static class Stateful
{
    private sealed class ACounter
    {
        private static int s_count;
    }

    private sealed class AProperty
    {
        public static string? Value { get; set; }
    }

    private sealed class AnEvent
    {
        public static event EventHandler? Happened;
    }

    private sealed class OfAThread
    {
        [ThreadStatic]
        private static int s_level;
    }

    private sealed class OfAFlow
    {
        private static readonly AsyncLocal<int> s_depth = new();
    }

    private sealed class ACollection
    {
        private static readonly ConcurrentDictionary<string, int> s_counts = new();
    }

    private sealed class AnArray
    {
        private static readonly int[] s_counts = new int[3];
    }

    private sealed class AnArrayWithElements
    {
        private static readonly string[] s_names = ["a", "b"];
    }

    private sealed class OfTheEnvironment
    {
        private static readonly string? s_name = Environment.GetEnvironmentVariable("NAME");
    }

    private sealed class OfTheMoment
    {
        private static readonly DateTime s_started = DateTime.UtcNow;
    }

    private sealed class Random
    {
        private static readonly Guid s_instance = Guid.NewGuid();
    }

    private sealed class OfTheUser
    {
        private static readonly AnObject s_object = new();
    }

    private sealed class WhatAConstructorDoes
    {
        static WhatAConstructorDoes() => AppContext.SetSwitch("Some.Switch", true);
    }

    private sealed class WhatALambdaCaptures
    {
        private static readonly Func<int> s_next;

        static WhatALambdaCaptures()
        {
            int count = 0;
            s_next = () => ++count;
        }
    }

    private sealed class Generic<T>
    {
        private static T? s_value;
    }

    private sealed class AListThatIsAnArray
    {
        private static readonly IList<int> s_counts = new int[3];
    }

    private sealed class AnObjectThatIsAnArray
    {
        private static readonly object s_counts = new int[3];
    }

    private sealed class ArraysInACollection
    {
        private static readonly ImmutableArray<int[]> s_counts = [new int[1]];
    }

    private sealed class WhatLambdasMake
    {
        private static readonly FrozenDictionary<string, SemaphoreSlim> s_gates = FrozenDictionary.ToFrozenDictionary(new[] { "a", "b" }, name => name, name => new SemaphoreSlim(1));
    }

    private sealed class WhatALambdaReturns
    {
        private static readonly int s_started = ((Func<int>)(() => Environment.TickCount))();
    }

    private sealed unsafe class WhatAFunctionReturns
    {
        private static readonly int s_started = ((delegate*<int>)&Now)();

        private static int Now() => Environment.TickCount;
    }

    private sealed class ABuilder
    {
        private static readonly ImmutableList<int>.Builder s_numbers = ImmutableList.CreateBuilder<int>();
    }

    private sealed class BehindASwitch
    {
        private static readonly int s_number = "abcd".Length switch { 0 => 7, 1 => 5, 2 => 9, 3 => 1, 4 => 8, 5 => 2, _ => System.Random.Shared.Next() };
    }

    private sealed class AnExchangedDelegate
    {
        private static Func<int> s_next = () => 1;
    }

    private sealed record ARecord(int Number)
    {
        private static int s_last;

        public int Last => s_last = Number;
    }

    private interface IAnInterface
    {
        private static int s_count;
    }

    // A source generator marks the whole class, and the user's part of it is not the generator's.
    [GeneratedCode("System.Text.Json.SourceGeneration", "10.0")]
    private sealed class MarkedByAGenerator
    {
        private static int s_count;
    }

    private sealed class AnObject
    {
        private static readonly object s_gate = new();
    }
}
