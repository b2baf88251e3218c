namespace TestOrchestrator.Proxy.Sessions;

/// <summary>
/// User and password that clients of a session give as <c>Proxy-Authorization: Basic</c>. Immutable; its text does not show the password.
/// </summary>
/// <param name="UserName">The user; neither empty nor with a colon.</param>
/// <param name="Password">The password; not empty.</param>
public sealed record ProxyCredentials(string UserName, string Password)
{
    /// <summary>Shows the user.</summary>
    public override string ToString() => UserName;
}
