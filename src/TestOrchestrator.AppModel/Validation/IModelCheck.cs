namespace TestOrchestrator.AppModel.Validation;

/// <summary>A resource or an annotation that can find mistakes which only its own kind knows of.</summary>
public interface IModelCheck
{
    /// <summary>Finds mistakes. Must not throw, and must not stop at the first.</summary>
    /// <param name="model">The whole model.</param>
    /// <param name="resource">The resource itself, or the one that has the annotation.</param>
    /// <returns>The mistakes.</returns>
    IEnumerable<ModelProblem> Check(ApplicationModel model, IResource resource);
}
