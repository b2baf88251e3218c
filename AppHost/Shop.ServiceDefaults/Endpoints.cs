namespace Shop.ServiceDefaults;

internal static class Endpoints
{
    public const string Health = "/health";
    public const string Alive = "/alive";
}
