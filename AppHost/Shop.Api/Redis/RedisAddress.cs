using System.Globalization;

namespace Shop.Api.Redis;

/// <summary>Where Redis is, as a connection string <c>host:port[,password=...]</c> says it.</summary>
internal sealed record RedisAddress
{
    private const int DefaultPort = 6379;

    public required string Host { get; init; }

    public required int Port { get; init; }

    public string? Password { get; init; }

    public static RedisAddress Parse(string connectionString)
    {
        string[] parts = connectionString.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0)
        {
            throw new FormatException("A Redis connection string is 'host:port[,password=...]'; this one is empty.");
        }

        string[] address = parts[0].Split(':');
        int port = DefaultPort;
        if (address.Length > 2 || (address.Length == 2 && !int.TryParse(address[1], NumberStyles.None, CultureInfo.InvariantCulture, out port)))
        {
            throw new FormatException($"'{parts[0]}' is not the address of a Redis server. Give 'host:port', such as '127.0.0.1:6379'.");
        }

        return new() { Host = address[0], Port = port, Password = PasswordOf(parts[1..]) };
    }

    // Without the password: this text goes into messages and logs.
    public override string ToString() => $"{Host}:{Port}";

    private static string? PasswordOf(string[] options)
    {
        const string Key = "password=";

        string? password = null;
        foreach (string option in options)
        {
            // An option that is not understood may be one that matters, such as ssl=true.
            password = option.StartsWith(Key, StringComparison.OrdinalIgnoreCase)
                ? option[Key.Length..]
                : throw new FormatException($"The Redis option '{option.Split('=')[0]}' is not supported; only 'password' is.");
        }

        return password;
    }
}
