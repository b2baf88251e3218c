using System.Security.Cryptography;

namespace TestOrchestrator.Engine.Secrets;

/// <summary>Makes passwords.</summary>
public static class GeneratedPassword
{
    // Letters and digits only: it must survive connection strings, URIs and configuration files unescaped.
    private const string Characters = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";
    private const int Length = 22;

    /// <summary>Makes a random password of 22 letters and digits.</summary>
    /// <returns>The password.</returns>
    public static string New() => RandomNumberGenerator.GetString(Characters, Length);
}
