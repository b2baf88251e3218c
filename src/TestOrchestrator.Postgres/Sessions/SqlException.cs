using System.Globalization;
using System.Text;

namespace TestOrchestrator.Postgres.Sessions;

/// <summary>A server's ErrorResponse (PostgreSQL's manual, "Error and Notice Message Fields").</summary>
internal sealed class SqlException : Exception
{
    private SqlException(IReadOnlyDictionary<char, string> fields, int completed)
        : base($"{fields['C']}: {fields['M']}.{Sentence(fields, 'D')}{Sentence(fields, 'H')}")
    {
        SqlState = fields['C'];
        Position = fields.TryGetValue('P', out string? position) ? int.Parse(position, CultureInfo.InvariantCulture) : null;
        Completed = completed;
    }

    /// <summary>Gets the five characters that name the cause, such as <c>42601</c> for a syntax error.</summary>
    public string SqlState { get; }

    /// <summary>Gets where in the statements the mistake is, in characters (code points) from 1.</summary>
    /// <value>Null for errors that only came up when a statement ran.</value>
    public int? Position { get; }

    /// <summary>Gets how many statements were executed before the one that failed.</summary>
    public int Completed { get; }

    /// <summary>Reads the body of an ErrorResponse.</summary>
    /// <param name="body">Fields, each a letter and a text with a final zero; then a zero.</param>
    /// <param name="completed">How many statements were executed before.</param>
    public static SqlException Read(byte[] body, int completed) => new(
        Encoding.UTF8.GetString(body).Split('\0', StringSplitOptions.RemoveEmptyEntries).ToDictionary(field => field[0], field => field[1..]),
        completed);

    private static string Sentence(
        IReadOnlyDictionary<char, string> fields,
        char name) =>
        fields.TryGetValue(name, out string? text) ? $" {text}" : "";
}
