using System.Security.Cryptography;
using System.Text;

namespace TestOrchestrator.Engine.Applications;

/// <summary>Makes readable names of applications that are unique in their run and can stand in a path.</summary>
public static class ApplicationId
{
    private const int MaxNameLength = 48;
    private const int RandomLength = 5;
    private const string Characters = "abcdefghjkmnpqrstuvwxyz23456789";

    /// <summary>Makes <c>checkout-tests-7f3ak</c> of <c>Shop.Tests.CheckoutTests</c>.</summary>
    /// <param name="name">The name of a class, or any text.</param>
    /// <returns>The id.</returns>
    public static string New(string name)
    {
        string last = name[(name.LastIndexOfAny(['.', '+']) + 1)..];
        StringBuilder id = new();
        for (int i = 0; i < last.Length && id.Length < MaxNameLength; i++)
        {
            char c = last[i];
            if (!char.IsAsciiLetterOrDigit(c))
            {
                c = '-';
            }

            bool startsWord = char.IsAsciiLetterUpper(c) && i > 0 && !char.IsAsciiLetterUpper(last[i - 1]);
            if ((startsWord || c == '-') && id.Length > 0 && id[^1] != '-')
            {
                id.Append('-');
            }

            if (c != '-')
            {
                id.Append(char.ToLowerInvariant(c));
            }
        }

        return $"{id.ToString().Trim('-')}-{RandomNumberGenerator.GetString(Characters, RandomLength)}".TrimStart('-');
    }
}
