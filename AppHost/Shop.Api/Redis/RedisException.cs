namespace Shop.Api.Redis;

/// <summary>Redis could not be asked, did not answer in time, or answered with an error.</summary>
internal sealed class RedisException(string message, Exception? innerException = null) : Exception(message, innerException);
