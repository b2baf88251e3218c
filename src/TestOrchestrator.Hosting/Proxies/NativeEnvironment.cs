using System.Runtime.InteropServices;

namespace TestOrchestrator.Hosting.Proxies;

/// <summary>
/// The environment that native libraries see. .NET keeps a copy of its own, so that Environment.SetEnvironmentVariable has no effect on
/// what OpenSSL reads when the first certificate chain is built.
/// </summary>
internal static partial class NativeEnvironment
{
    public static void Set(string name, string value)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        _ = SetVariable(name, value, overwrite: 1);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
