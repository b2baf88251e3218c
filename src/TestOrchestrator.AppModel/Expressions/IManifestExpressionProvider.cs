namespace TestOrchestrator.AppModel.Expressions;

/// <summary>A value that can say what it is made of without being resolved, for messages.</summary>
public interface IManifestExpressionProvider
{
    /// <summary>Gets the expression, such as <c>{api.bindings.http.url}</c>. Never contains a secret.</summary>
    string ValueExpression { get; }
}
