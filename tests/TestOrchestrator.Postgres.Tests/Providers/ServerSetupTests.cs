using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Postgres.Providers;

namespace TestOrchestrator.Postgres.Tests.Providers;

/// <summary>How variables and arguments are read: as the image and the server itself read them.</summary>
[TestClass]
public sealed class ServerSetupTests
{
    private const string Password = "POSTGRES_PASSWORD=secret";

    [TestMethod]
    [DataRow(Password, "postgres secret postgres")]
    [DataRow("POSTGRES_USER=anna;" + Password, "anna secret anna")]
    [DataRow("POSTGRES_USER=anna;POSTGRES_DB=orders;" + Password, "anna secret orders")]
    [DataRow("POSTGRES_USER=;POSTGRES_DB=;" + Password, "postgres secret postgres")]
    [DataRow("POSTGRES_HOST_AUTH_METHOD=trust;" + Password, "postgres secret postgres, trusting")]
    [DataRow("POSTGRES_HOST_AUTH_METHOD=trust", "postgres  postgres, trusting")]
    [DataRow("POSTGRES_HOST_AUTH_METHOD=md5;" + Password, "postgres secret postgres")]
    public void Variables_have_the_defaults_of_the_image(string variables, string setup)
    {
        ServerSetup read = Read(variables);

        Assert.AreEqual(setup, $"{read.UserName} {read.Password} {read.DefaultDatabase}{(read.TrustsClients ? ", trusting" : "")}");
        Assert.IsEmpty(read.Notes);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("POSTGRES_PASSWORD=")]
    [DataRow("POSTGRES_HOST_AUTH_METHOD=scram-sha-256")]
    [DataRow("POSTGRES_PASSWORD_FILE=/run/secrets/password")]
    public void Without_a_password_a_server_has_to_trust(string variables) => Assert.AreEqual(
        "TO1612: 'server' has no password. Set POSTGRES_PASSWORD, or POSTGRES_HOST_AUTH_METHOD to 'trust' for a server that asks for none.",
        Assert.ThrowsExactly<EngineException>(() => Read(variables)).Message);

    [TestMethod]
    [DataRow("POSTGRES_INITDB_ARGS=--auth-host=scram-sha-256 --auth-local=scram-sha-256", "")]
    [DataRow("POSTGRES_INITDB_ARGS=", "")]
    [DataRow("PGDATA=/data;POSTGRES_INITDB_WALDIR=/wal;TZ=UTC;POSTGRESQL_X=1", "")]
    [DataRow("POSTGRES_INITDB_ARGS=--auth=trust --data-checksums", "POSTGRES_INITDB_ARGS")]
    [DataRow("POSTGRES_HOST_AUTH_METHOD=reject", "POSTGRES_HOST_AUTH_METHOD")]
    [DataRow("POSTGRES_USER_FILE=/run/user;POSTGRES_MULTIPLE_DATABASES=a,b", "POSTGRES_MULTIPLE_DATABASES POSTGRES_USER_FILE")]
    public void What_is_ignored_and_would_show_is_noted(string variables, string noted) => Assert.AreEqual(
        string.Join('\n', noted.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(name =>
            $"'server' has the variable {name}, which is ignored: only a container can follow it.")),
        string.Join('\n', Read($"{variables};{Password}").Notes));

    [TestMethod]
    [DataRow("", "")]
    [DataRow("postgres", "")]
    [DataRow("postgres -c max_connections=200", "max_connections=200")]
    [DataRow("-c max_connections=200 -cwork_mem=8MB --shared-buffers=16MB", "max_connections=200 work_mem=8MB shared_buffers=16MB")]
    [DataRow("-c search_path= --Log_Statement=all -c a.b=c=d", "search_path= log_statement=all a.b=c=d")]
    public void Arguments_are_settings(string arguments, string settings) =>
        Assert.AreEqual(settings, string.Join(' ', Read(Password, arguments).Settings));

    [TestMethod]
    [DataRow("-p 5433", "-p")]
    [DataRow("-c work_mem=8MB --single", "--single")]
    [DataRow("-c", "-c")]
    [DataRow("-c fsync", "-c fsync")]
    [DataRow("-c =on", "-c =on")]
    [DataRow("--config-file", "--config-file")]
    [DataRow("bash -c x=y", "bash")]
    [DataRow("-N 200", "-N")]
    public void Other_arguments_are_refused_by_name(string arguments, string refused) => Assert.AreEqual(
        $"TO1609: 'server' has the argument '{refused}', which is not a setting of a PostgreSQL server. A setting is '-c name=value' or '--name=value'; other arguments need a container.",
        Assert.ThrowsExactly<EngineException>(() => Read(Password, arguments)).Message);

    [TestMethod]
    public void Where_it_listens_and_keeps_its_data_is_not_for_settings_to_say()
    {
        ServerSetup setup = Read(Password, "-c port=5433 -c work_mem=8MB --listen-addresses=* -c data_directory=/data");

        Assert.AreEqual("work_mem=8MB", string.Join(' ', setup.Settings));
        Assert.AreEqual(
            string.Join('\n', new[] { "port=5433", "listen_addresses=*", "data_directory=/data" }
                .Select(s => $"'server' has the setting {s}, which is ignored: where a server listens and keeps its data is decided here.")),
            string.Join('\n', setup.Notes));
    }

    private static ServerSetup Read(string variables, string arguments = "") => ServerSetup.Read("server", new UnitConfiguration
    {
        Environment = variables.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(v => v.Split('=', 2)).ToDictionary(v => v[0], v =>
            v[1]),
        Arguments = [.. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)],
    });
}
