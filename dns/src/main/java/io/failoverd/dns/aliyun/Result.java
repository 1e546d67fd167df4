package io.failoverd.dns.aliyun;

import io.failoverd.dns.model.Failure;

/** What came of a request that changes nothing. */
public sealed interface Result<T> {
    /** The response; any part of its body may be null, whatever the SDK's types say. */
    record Answered<T>(T response) implements Result<T> {}

    record Failed<T>(Failure why) implements Result<T> {}
}
