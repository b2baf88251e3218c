namespace TestOrchestrator.AppModel.Expressions;

/// <summary>A value that is made of other values or resources.</summary>
public interface IValueWithReferences
{
    /// <summary>Gets what the value refers to: resources, endpoints, or further values.</summary>
    IEnumerable<object> References { get; }
}
