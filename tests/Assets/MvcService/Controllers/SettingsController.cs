using System.Runtime.CompilerServices;
using AssetLibrary;
using Microsoft.AspNetCore.Mvc;
using Npgsql;

namespace MvcService.Controllers;

[ApiController]
[Route("settings")]
public sealed class SettingsController(IConfiguration configuration, IHostEnvironment environment) : ControllerBase
{
    [HttpGet]
    public ActionResult<string[]> Get() =>
        new[] { environment.EnvironmentName, environment.ApplicationName, configuration["Asset:Everywhere"] ?? "", configuration["Asset:Setting"] ?? "", configuration["Asset:Argument"] ?? "", configuration["Asset:Secret"] ?? "" };

    [HttpGet("assemblies")]
    public ActionResult<int[]> Assemblies() => new[]
    {
        RuntimeHelpers.GetHashCode(typeof(NpgsqlConnection).Assembly),
        RuntimeHelpers.GetHashCode(typeof(Counter).Assembly),
    };
}
