using System.Runtime.Versioning;
using TestOrchestrator.Redis.Tests.Scenes;
using TestOrchestrator.TestKit.Processes;

namespace TestOrchestrator.Redis.Tests.Providers;

[TestClass]
[UnsupportedOSPlatform("windows")]
public sealed class RedisToolsTests : IDisposable
{
    private readonly OrdinaryUser _user = new();

    public void Dispose() => _user.Dispose();

    [TestMethod]
    [TestCategory("Network")]
    public async Task Programs_come_through_apt_to_a_user_who_may_install_nothing()
    {
        Registry.AssertHas("apt-get", "dpkg-deb");
        OtherProcessOptions options = _user.WithoutPackages(_user.Options(hidden: ["redis-server"]), "redis");

        OtherProcessResult first = await OtherProcess.RunAsync(RedisScenes.Fetch, options);
        Registry.AssertReached(first);
        OtherProcessResult second = await OtherProcess.RunAsync(RedisScenes.Fetch, options);

        Assert.AreEqual("apt programs: kept", first.Output, $"{first}");
        Assert.AreEqual("apt programs: kept", second.Output, $"{second}");
        Assert.HasCount(1, Directory.GetDirectories(Path.Combine(_user.Cache, "tools")));
    }
}
