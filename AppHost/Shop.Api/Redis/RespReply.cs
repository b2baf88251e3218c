namespace Shop.Api.Redis;

/// <summary>An answer of Redis. Arrays are missing: no command we use answers with one.</summary>
internal abstract record RespReply
{
    public sealed record Status(string Text) : RespReply;

    public sealed record Error(string Message) : RespReply;

    public sealed record Integer(long Value) : RespReply;

    /// <summary>A string, or null for "there is none".</summary>
    public sealed record Bulk(string? Text) : RespReply;
}
