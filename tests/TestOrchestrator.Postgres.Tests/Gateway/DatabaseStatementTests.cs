using System.Text;
using TestOrchestrator.Postgres.Gateway;

namespace TestOrchestrator.Postgres.Tests.Gateway;

[TestClass]
public sealed class DatabaseStatementTests
{
    [TestMethod]
    [DataRow("CREATE DATABASE orders", "create orders", "CREATE DATABASE \"new\"")]
    [DataRow("CREATE DATABASE \"orders\"", "create orders", "CREATE DATABASE \"new\"")]
    [DataRow("create database Orders", "create orders", "create database \"new\"")]
    [DataRow("CREATE DATABASE \"Orders\"", "create Orders", "CREATE DATABASE \"new\"")]
    [DataRow("CREATE DATABASE größe", "create größe", "CREATE DATABASE \"new\"")]
    [DataRow("CREATE DATABASE GRÖSSE", "create grÖsse", "CREATE DATABASE \"new\"")]
    [DataRow("CREATE DATABASE \"it's \"\"odd\"\"; DROP\"", "create it's \"odd\"; DROP", "CREATE DATABASE \"new\"")]
    [DataRow("CREATE DATABASE _a$1;", "create _a$1", "CREATE DATABASE \"new\";")]
    [DataRow("CREATE DATABASE a WITH OWNER = \"anna\" TEMPLATE template0", "create a", "CREATE DATABASE \"new\" WITH OWNER = \"anna\" TEMPLATE template0")]
    [DataRow("CREATE DATABASE a;SELECT 1", "create a", "CREATE DATABASE \"new\";SELECT 1")]
    [DataRow("CREATE DATABASE a--comment", "create a", "CREATE DATABASE \"new\"--comment")]
    [DataRow("CREATE DATABASE a/*comment*/", "create a", "CREATE DATABASE \"new\"/*comment*/")]
    [DataRow(" \t\r\n\f\v;; -- CREATE DATABASE no\n/* DROP /* nested */ */CREATE/**/DATABASE--\r\"a\"", "create a", " \t\r\n\f\v;; -- CREATE DATABASE no\n/* DROP /* nested */ */CREATE/**/DATABASE--\r\"new\"")]
    [DataRow("DROP DATABASE orders", "drop orders", "DROP DATABASE \"new\"")]
    [DataRow("DROP DATABASE IF EXISTS orders (FORCE)", "drop? orders", "DROP DATABASE IF EXISTS \"new\" (FORCE)")]
    [DataRow("drop database if/**/exists \"Orders\" with (force);", "drop? Orders", "drop database if/**/exists \"new\" with (force);")]
    [DataRow("DROP DATABASE if", "drop if", "DROP DATABASE \"new\"")]
    [DataRow("DROP DATABASE exists", "drop exists", "DROP DATABASE \"new\"")]
    [DataRow("CREATE DATABASE if", "create if", "CREATE DATABASE \"new\"")]
    public void It_is_recognized_and_can_be_given_another_name(string text, string statement, string renamed)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        DatabaseStatement found = DatabaseStatement.Parse(bytes)!.Value;

        Assert.AreEqual(statement, $"{(found.IsCreation ? "create" : "drop")}{(found.IsConditional ? "?" : "")} {found.Database}");
        Assert.AreEqual(renamed, Encoding.UTF8.GetString(found.Rename(bytes, "new")));
    }

    [TestMethod]
    public void A_new_name_is_quoted()
    {
        byte[] text = Encoding.UTF8.GetBytes("DROP DATABASE a");

        Assert.AreEqual("DROP DATABASE \"it's \"\"odd\"\"\"", Encoding.UTF8.GetString(DatabaseStatement.Parse(text)!.Value.Rename(text, "it's \"odd\"")));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow(";")]
    [DataRow("CREATE")]
    [DataRow("CREATE DATABASE")]
    [DataRow("CREATE DATABASE ;")]
    [DataRow("CREATE DATABASE \"\"")]
    [DataRow("CREATE DATABASE \"orders")]
    [DataRow("CREATE DATABASE \"orders\"\"")]
    [DataRow("CREATE DATABASE 'orders'")]
    [DataRow("CREATE DATABASE 1orders")]
    [DataRow("CREATE DATABASE $orders")]
    [DataRow("CREATE DATABASE U&\"orders\"")]
    [DataRow("CREATE DATABASE a.b")]
    [DataRow("CREATE DATABASE $1")]
    [DataRow("CREATEDATABASE orders")]
    [DataRow("CREATE DATABASES orders")]
    [DataRow("CREATE TABLE database (orders int)")]
    [DataRow("ALTER DATABASE orders RENAME TO others")]
    [DataRow("DROP DATABASE IF EXISTS")]
    [DataRow("SELECT 'CREATE DATABASE orders'")]
    [DataRow("SELECT 1; CREATE DATABASE orders")]
    [DataRow("-- CREATE DATABASE orders")]
    [DataRow("/* CREATE DATABASE orders")]
    [DataRow("/* /* */ CREATE DATABASE orders")]
    [DataRow("\"CREATE\" DATABASE orders")]
    public void Whatever_else_it_is_left_alone(string text) => Assert.IsNull(DatabaseStatement.Parse(Encoding.UTF8.GetBytes(text)));

    [TestMethod]
    public void No_text_is_too_odd()
    {
        string[] parts = ["CREATE", "DROP", "DATABASE", "IF", "EXISTS", " ", "\n", "--", "/*", "*/", "\"", "a", "ä", "$", "1", ";", "'", "\0", "-", "/"];
        Random random = new(7);
        for (int i = 0; i < 100_000; i++)
        {
            byte[] text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ =>
                parts[random.Next(parts.Length)])));
            if (DatabaseStatement.Parse(text) is { } statement)
            {
                DatabaseStatement renamed = DatabaseStatement.Parse(statement.Rename(text, "new"))!.Value;
                Assert.AreEqual((statement.IsCreation, statement.IsConditional, "new"), (renamed.IsCreation, renamed.IsConditional, renamed.Database), Encoding.UTF8.GetString(text));
            }
        }
    }
}
