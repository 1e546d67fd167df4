package io.failoverd.dns.gtm;

import io.failoverd.dns.aliyun.Result;
import io.failoverd.dns.model.Failure;
import io.failoverd.dns.model.FailureClass;

/** An answer with a part missing is no reading. */
final class Unread {
    private Unread() {}

    static <T> Result<T> partial(String what) {
        return new Result.Failed<>(failure(what));
    }

    static Failure failure(String what) {
        return new Failure(FailureClass.TRANSIENT, "partial", "the answer is not whole: " + what);
    }
}
