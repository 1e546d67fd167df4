package io.failoverd.dns.aliyun;

import java.io.IOException;
import java.util.function.BooleanSupplier;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * Stands between an open connection and the first octet of a request: lets one pass if it is still wanted, and never a
 * second. Made for one call; remembers what became of it, since the SDK forgets.
 */
final class Gate implements Interceptor {
    /** Nothing was heard. */
    static final int NO_STATUS = 0;

    private final BooleanSupplier wanted;
    private volatile boolean refused;
    private volatile boolean sent;
    private volatile int status = NO_STATUS;

    Gate(BooleanSupplier wanted) {
        this.wanted = wanted;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        if (sent || refused) {
            throw new IOException("one call is one request");
        }
        if (!wanted.getAsBoolean()) {
            refused = true;
            throw new IOException("not wanted any more");
        }
        sent = true;
        Response response = chain.proceed(chain.request());
        status = response.code();
        // With "Retry-After: 0" OkHttp would send a request again that was answered 503, whatever it is told.
        return response.newBuilder().removeHeader("Retry-After").build();
    }

    /** Whether it asked, and was told not to send. */
    boolean refused() {
        return refused;
    }

    /** Whether anything of the request may have reached the other side. */
    boolean sent() {
        return sent;
    }

    /** Of the HTTP response; {@link #NO_STATUS} where none came. */
    int status() {
        return status;
    }
}
