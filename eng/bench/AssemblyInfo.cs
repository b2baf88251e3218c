using System.Runtime.Versioning;

// What else the machine does is read from /proc.
[assembly: SupportedOSPlatform("linux")]
