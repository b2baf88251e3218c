using System.Globalization;
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using TestOrchestrator.Engine.InProcess.Assemblies;

namespace TestOrchestrator.Engine.Tests.InProcess;

[TestClass]
public sealed class ProcessWideCallTests
{
    [TestMethod]
    [DataRow(typeof(Environment), "Exit", "calls Environment.Exit, which would end the test process with it")]
    [DataRow(typeof(Environment), "FailFast", "calls Environment.FailFast, which would end the test process with it")]
    [DataRow(typeof(AppContext), "get_BaseDirectory", "asks for AppContext.BaseDirectory, which would be that of the test process")]
    [DataRow(typeof(Environment), "set_CurrentDirectory", "asks for Environment.CurrentDirectory, which would be that of the test process")]
    [DataRow(typeof(Directory), "GetCurrentDirectory", "asks for Directory.GetCurrentDirectory, which would be that of the test process")]
    [DataRow(typeof(Assembly), "GetEntryAssembly", "asks for Assembly.GetEntryAssembly, which would be that of the test process")]
    [DataRow(typeof(CultureInfo), "set_DefaultThreadCurrentCulture", "sets CultureInfo.DefaultThreadCurrentCulture, which would be set for the whole test process")]
    [DataRow(typeof(CultureInfo), "set_DefaultThreadCurrentUICulture", "sets CultureInfo.DefaultThreadCurrentUICulture, which would be set for the whole test process")]
    [DataRow(typeof(Environment), "SetEnvironmentVariable", "sets an environment variable, which would be set for the whole test process")]
    [DataRow(typeof(AppContext), "SetSwitch", "sets a switch of AppContext, which would be set for the whole test process")]
    [DataRow(typeof(HttpClient), "set_DefaultProxy", "sets HttpClient.DefaultProxy, which would be set for the whole test process")]
    [DataRow(typeof(Console), "SetOut", "sets Console.Out or Console.Error, which would be set for the whole test process")]
    [DataRow(typeof(CultureInfo), "set_CurrentCulture", null)]
    [DataRow(typeof(Environment), "get_ProcessId", null)]
    public void What_means_the_process_is_found(Type type, string method, string? found)
    {
        using PEReader assembly = new(AssemblyThatCalls(type.GetMethods().First(m => m.Name == method)));

        Assert.AreEqual(found, ProcessWideCalls.Find(assembly.GetMetadataReader()));
    }

    private static MemoryStream AssemblyThatCalls(MethodInfo called)
    {
        PersistedAssemblyBuilder assembly = new(new("Program"), typeof(object).Assembly);
        TypeBuilder type = assembly.DefineDynamicModule("Program").DefineType("Program");
        ILGenerator code = type.DefineMethod("Main", MethodAttributes.Static).GetILGenerator();
        code.Emit(OpCodes.Call, called);
        code.Emit(OpCodes.Ret);
        type.CreateType();
        MemoryStream file = new();
        assembly.Save(file);
        file.Position = 0;
        return file;
    }
}
