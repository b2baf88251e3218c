using System.Runtime.InteropServices;
using TestOrchestrator.Engine.Interception;

namespace TestOrchestrator.Engine.Tests.Interception;

/// <summary>What is said where a kernel, a container or a setting is in the way.</summary>
[TestClass]
public sealed class KernelOfferTests
{
    private const int InvalidArgument = 22;

    private static readonly KernelOffer s_good = new()
    {
        System = "Linux 6.1",
        IsLinux = true,
        Architecture = Architecture.X64,
        Version = new(6, 1),
        Watch = 0,
        Borrow = 0,
        Read = 0,
        PtraceScope = 1,
        MayTraceAll = false,
    };

    [TestMethod]
    public void An_ordinary_machine_permits_it() => Assert.IsNull(s_good.WhyNot());

    [TestMethod]
    public void Other_systems_and_architectures_are_told_apart()
    {
        Assert.AreEqual(
            "It is done by the kernel of Linux; this is Darwin 25. Run on Linux, in WSL, or in a container.",
            (s_good with { IsLinux = false, System = "Darwin 25" }).WhyNot());
        Assert.AreEqual("It is done on x64 and arm64; this is S390x.", (s_good with { Architecture = Architecture.S390x }).WhyNot());
    }

    [TestMethod]
    public void An_old_kernel() => Assert.AreEqual("It needs Linux 5.9 or later; this is Linux 5.8.", (s_good with { Version = new(5, 8), System = "Linux 5.8" }).WhyNot());

    [TestMethod]
    public void A_program_of_another_user_needs_more()
    {
        Assert.AreEqual(
            "The program runs as somebody else, and looking into such processes needs CAP_SYS_PTRACE. Start the container with --cap-add=SYS_PTRACE, or run the program as the same user.",
            s_good.WhyNot(ofSomebodyElse: true));
        Assert.IsNull((s_good with { MayTraceAll = true }).WhyNot(ofSomebodyElse: true));
    }

    [TestMethod]
    [DataRow(KernelOffer.NotPermitted, "Watching a program's system calls (seccomp) is forbidden here. In a container allow it: 'docker run --security-opt seccomp=unconfined', or a profile that allows seccomp(2).")]
    [DataRow(KernelOffer.NotImplemented, "Watching a program's system calls (seccomp user notification) needs Linux 5.9 or later, built with CONFIG_SECCOMP_FILTER; this is Linux 6.1, which says errno 38. gVisor does not have it.")]
    [DataRow(InvalidArgument, "Watching a program's system calls (seccomp user notification) needs Linux 5.9 or later, built with CONFIG_SECCOMP_FILTER; this is Linux 6.1, which says errno 22. gVisor does not have it.")]
    [DataRow(KernelOffer.Busy, "Something else watches the system calls of this process already (seccomp user notification), and there can be only one, as in some containers without root. Run outside of it.")]
    public void A_kernel_that_does_not_let_programs_be_watched(int errno, string why) => Assert.AreEqual(why, (s_good with { Watch = errno }).WhyNot());

    [TestMethod]
    [DataRow(KernelOffer.NotPermitted, "Borrowing a program's socket (pidfd_getfd) is forbidden here, as containers do by default. Start the container with --cap-add=SYS_PTRACE.")]
    [DataRow(KernelOffer.NotImplemented, "Borrowing a program's socket (pidfd_getfd) needs Linux 5.9 or later; this is Linux 6.1, which says errno 38.")]
    public void A_kernel_that_does_not_lend_sockets(int errno, string why) => Assert.AreEqual(why, (s_good with { Borrow = errno }).WhyNot());

    [TestMethod]
    public void A_kernel_that_does_not_let_memory_be_read() => Assert.AreEqual(
        "Reading a program's memory (process_vm_readv) is forbidden here (errno 1), as some containers do. Start the container with --cap-add=SYS_PTRACE.",
        (s_good with { Read = KernelOffer.NotPermitted }).WhyNot());

    [TestMethod]
    public void A_machine_on_which_only_root_may_look_into_processes()
    {
        KernelOffer strict = s_good with { PtraceScope = 2 };

        Assert.AreEqual(
            "Looking into other processes is root's alone: kernel.yama.ptrace_scope is 2. 'sudo sysctl kernel.yama.ptrace_scope=1' lets a process look into its children.",
            strict.WhyNot());
        Assert.IsNull((strict with { MayTraceAll = true }).WhyNot());
    }

    [TestMethod]
    public void A_machine_on_which_nobody_may() => Assert.AreEqual(
        "Looking into other processes is switched off until the machine starts anew: kernel.yama.ptrace_scope is 3. Set it to 1 in /etc/sysctl.d and start the machine anew.",
        (s_good with { PtraceScope = 3, MayTraceAll = true }).WhyNot());

    [TestMethod]
    public void A_resource_that_cannot_be_led_to_its_proxy_says_why_and_what_else_to_do() => Assert.AreEqual(
        "TO2680: What 'api' connects to cannot be led to a proxy here. It needs something. Or say WithProxy instead of WithTransparentProxy, if the program follows HTTPS_PROXY.",
        TransparentProxyErrors.NotHere("api", "It needs something.").Message);

    [TestMethod]
    public void A_start_that_was_refused_says_why() => Assert.AreEqual(
        "TO2681: '/bin/true' was not started, because what it connects to could not be led to a proxy. Something else watches the system calls of this process already (seccomp user notification), and there can be only one, as in some containers without root. Run outside of it.",
        TransparentProxyErrors.Refused(new() { Program = "/bin/true", WorkingDirectory = "/", OutputFile = "/dev/null" }, KernelOffer.Busy).Message);

    [TestMethod]
    public void This_machine_can_be_asked_without_being_changed() => Assert.AreEqual(KernelOffer.Ask(), KernelOffer.Ask());
}
