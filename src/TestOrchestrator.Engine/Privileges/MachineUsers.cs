using System.Globalization;
using TestOrchestrator.Engine.Directories;
using TestOrchestrator.Engine.Processes;
using TestOrchestrator.Engine.Providers;

namespace TestOrchestrator.Engine.Privileges;

/// <summary>Finds out how a program is run as a given user of the machine.</summary>
internal static class MachineUsers
{
    private const string Users = "/etc/passwd";

    /// <summary>Finds as whom a resource is to run.</summary>
    /// <returns>The user; null if nobody said so.</returns>
    public static UnprivilegedUser? Of(UnitContext context) => context.Unit.User is { } named ? Find(named, context.Name) : null;

    /// <summary>Finds a user.</summary>
    /// <param name="name">The name or the number.</param>
    /// <param name="resource">Who wants it, for the message.</param>
    public static UnprivilegedUser Find(string name, string resource)
    {
        (uint Id, uint Group) user = Look(name) ?? throw ProcessErrors.NoSuchUser(resource, name);
        if (user.Id == UserIdentity.Id)
        {
            return new();
        }

        if (!UserIdentity.IsRoot)
        {
            throw ProcessErrors.CannotBecome(resource, name, UserIdentity.Id);
        }

        string setpriv = ProgramPath.InPath("setpriv") ?? throw ProcessErrors.NoSetPriv(resource, name);
        return new() { Wrapper = [setpriv, $"--reuid={user.Id}", $"--regid={user.Group}", "--clear-groups"], FileOwner = user.Id };
    }

    // name:x:1000:1000:comment:/home:/bin/sh
    private static (uint Id, uint Group)? Look(string name)
    {
        uint? number = uint.TryParse(name, CultureInfo.InvariantCulture, out uint parsed) ? parsed : null;
        foreach (string[] fields in File.ReadLines(Users).Select(line => line.Split(':')))
        {
            if (fields.Length >= 4
                && uint.TryParse(fields[2], CultureInfo.InvariantCulture, out uint id)
                && uint.TryParse(fields[3], CultureInfo.InvariantCulture, out uint group)
                && (fields[0] == name || id == number))
            {
                return (id, group);
            }
        }

        // Containers run as numbers that have no name.
        return number is { } nameless ? (nameless, nameless) : null;
    }
}
