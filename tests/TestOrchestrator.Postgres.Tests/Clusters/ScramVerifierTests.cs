using System.Security.Cryptography;
using System.Text;
using TestOrchestrator.Postgres.Clusters;

namespace TestOrchestrator.Postgres.Tests.Clusters;

[TestClass]
public sealed class ScramVerifierTests
{
    /// <summary>The example conversation of RFC 7677, section 3: user "user", password "pencil".</summary>
    [TestMethod]
    public void A_server_with_the_verifier_speaks_as_in_the_example_of_the_standard()
    {
        byte[] conversation = Encoding.UTF8.GetBytes(
            "n=user,r=rOprNGfwEbeRWgbNEkqO,"
            + "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,"
            + "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0");

        string[] verifier = ScramVerifier.Of("pencil", Convert.FromBase64String("W22ZaJ0SNY7soEsUEjb6gQ==")).Split('$', ':');
        byte[] storedKey = Convert.FromBase64String(verifier[3]);
        byte[] serverKey = Convert.FromBase64String(verifier[4]);

        Assert.AreEqual("SCRAM-SHA-256 4096 W22ZaJ0SNY7soEsUEjb6gQ==", string.Join(' ', verifier[..3]));
        byte[] proof = Convert.FromBase64String("dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
        byte[] clientKey = [.. proof.Zip(HMACSHA256.HashData(storedKey, conversation), (a, b) => (byte)(a ^ b))];
        CollectionAssert.AreEqual(storedKey, SHA256.HashData(clientKey), "the client's proof");
        Assert.AreEqual("6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=", Convert.ToBase64String(HMACSHA256.HashData(serverKey, conversation)), "the server's signature");
    }

    [TestMethod]
    public void Every_verifier_has_a_salt_of_its_own() => Assert.AreNotEqual(ScramVerifier.Of("pencil"), ScramVerifier.Of("pencil"));
}
