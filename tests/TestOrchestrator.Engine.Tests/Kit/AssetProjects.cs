using TestOrchestrator.AppModel.Projects;

namespace TestOrchestrator.Engine.Tests.Kit;

/// <summary>What the build of an app host would have generated for the asset services.</summary>
internal static class AssetProjects
{
    public sealed class MinimalService : IProjectMetadata
    {
        public string ProjectPath => AssetPrograms.ProjectOf("MinimalService");

        public string? TargetPath => AssetPrograms.TargetOf("MinimalService");
    }

    public sealed class MvcService : IProjectMetadata
    {
        public string ProjectPath => AssetPrograms.ProjectOf("MvcService");

        public string? TargetPath => AssetPrograms.TargetOf("MvcService");
    }

    public sealed class StatelessService : IProjectMetadata
    {
        public string ProjectPath => AssetPrograms.ProjectOf("StatelessService");

        public string? TargetPath => AssetPrograms.TargetOf("StatelessService");
    }

    public sealed class WorkerService : IProjectMetadata
    {
        public string ProjectPath => AssetPrograms.ProjectOf("WorkerService");

        public string? TargetPath => AssetPrograms.TargetOf("WorkerService");
    }

    public sealed class LocalService : IProjectMetadata
    {
        public string ProjectPath => AssetPrograms.ProjectOf("LocalService");

        public string? TargetPath => AssetPrograms.TargetOf("LocalService");
    }

    public sealed class ExitingService : IProjectMetadata
    {
        public string ProjectPath => AssetPrograms.ProjectOf("ExitingService");

        public string? TargetPath => AssetPrograms.TargetOf("ExitingService");
    }

    public sealed class HostlessProgram : IProjectMetadata
    {
        public string ProjectPath => AssetPrograms.ProjectOf("HostlessProgram");

        public string? TargetPath => AssetPrograms.TargetOf("HostlessProgram");
    }

    public sealed class LoggingService : IProjectMetadata
    {
        public string ProjectPath => AssetPrograms.ProjectOf("LoggingService");

        public string? TargetPath => AssetPrograms.TargetOf("LoggingService");
    }

    public sealed class CultureService : IProjectMetadata
    {
        public string ProjectPath => AssetPrograms.ProjectOf("CultureService");

        public string? TargetPath => AssetPrograms.TargetOf("CultureService");
    }

    public sealed class ReadingService : IProjectMetadata
    {
        public string ProjectPath => AssetPrograms.ProjectOf("ReadingService");

        public string? TargetPath => AssetPrograms.TargetOf("ReadingService");
    }
}
