package io.failoverd.dns.aliyun;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.ForwardingSource;
import okio.Okio;

/** Ends a response that does not; above decompression, so that what counts is what has to be held. */
final class BoundedBody implements Interceptor {
    /** A page of 100 records has 40 kB, the lines of a domain some hundred; the SDK holds it thrice. */
    private static final long MOST_OCTETS = 4L << 20;

    @Override
    public Response intercept(Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        ResponseBody body = response.body();
        if (body == null) {
            return response;
        }
        var bounded = new ForwardingSource(body.source()) {
            private long seen;

            @Override
            public long read(Buffer sink, long byteCount) throws IOException {
                long more = super.read(sink, byteCount);
                seen += Math.max(0, more);
                if (seen > MOST_OCTETS) {
                    throw new IOException("a response of more than " + MOST_OCTETS + " octets");
                }
                return more;
            }
        };
        return response.newBuilder()
                .body(ResponseBody.create(body.contentType(), body.contentLength(), Okio.buffer(bounded)))
                .build();
    }
}
