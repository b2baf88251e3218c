using System.Security.Cryptography;
using System.Text;

namespace TestOrchestrator.Postgres.Clusters;

/// <summary>
/// Makes what PostgreSQL stores of a password (RFC 5802, RFC 7677; format in PostgreSQL's manual, pg_authid), so that the password itself
/// is in no statement and in no log.
/// </summary>
internal static class ScramVerifier
{
    private const int Iterations = 4096;
    private const int SaltLength = 16;
    private const int KeyLength = 32;

    public static string Of(string password) => Of(password, RandomNumberGenerator.GetBytes(SaltLength));

    internal static string Of(string password, byte[] salt)
    {
        // As clients do, so that a character which can be written in several ways is the same in all of them (RFC 4013, SASLprep).
        byte[] prepared = Encoding.UTF8.GetBytes(password.Normalize(NormalizationForm.FormKC));
        byte[] salted = Rfc2898DeriveBytes.Pbkdf2(prepared, salt, Iterations, HashAlgorithmName.SHA256, KeyLength);
        byte[] storedKey = SHA256.HashData(HMACSHA256.HashData(salted, "Client Key"u8));
        byte[] serverKey = HMACSHA256.HashData(salted, "Server Key"u8);
        return $"SCRAM-SHA-256${Iterations}:{Convert.ToBase64String(salt)}${Convert.ToBase64String(storedKey)}:{Convert.ToBase64String(serverKey)}";
    }
}
