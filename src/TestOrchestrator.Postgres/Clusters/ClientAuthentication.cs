namespace TestOrchestrator.Postgres.Clusters;

/// <summary>Writes what a server asks its clients for (PostgreSQL's manual, "The pg_hba.conf File").</summary>
internal static class ClientAuthentication
{
    private const string FileName = "pg_hba.conf";

    public static void Write(string dataDirectory, bool trustsClients)
    {
        // Unix sockets belong to the owner of the directory that they are in.
        string method = trustsClients ? "trust" : "scram-sha-256";
        File.WriteAllText(Path.Combine(dataDirectory, FileName), $"""
            local all all trust
            host all all 127.0.0.0/8 {method}
            """);
    }
}
