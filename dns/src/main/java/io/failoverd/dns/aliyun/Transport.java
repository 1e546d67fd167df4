package io.failoverd.dns.aliyun;

import com.aliyun.tea.okhttp.ClientHelper;
import com.aliyun.teautil.models.RuntimeOptions;
import io.failoverd.dns.query.HostNames;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.SocketFactory;
import okhttp3.ConnectionPool;
import okhttp3.Dns;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * Makes the SDK use an HTTP client of ours: its own is found in a public static cache, by host, port and timeouts. For
 * each call a client stands there under a read timeout that no other call names, and is gone afterwards, so that a call
 * has a deadline and a gate of its own; they share connections. Any thread may call. It relies on an internal of the SDK,
 * whose version is pinned; a call that did not pass the gate is told as the bug that it is.
 */
final class Transport implements AutoCloseable {
    /** Calls of a wave of failovers, which the publishers bound; connections beyond it are closed after use. */
    private static final int MOST_IDLE = 16;

    /**
     * A read and the writes after it share a connection; what was silent for longer may have been forgotten on the way,
     * and would cost a whole deadline to find out.
     */
    private static final Duration IDLE = Duration.ofSeconds(20);

    /** For the part of the cache's key that is the same for all; the deadline of the call ends connecting, too. */
    private static final int CONNECT_MILLIS = 60_000;

    /** Different for all calls of the process that can be on their way at the same time. */
    private static final AtomicInteger CALLS = new AtomicInteger();

    private final String cacheKey;
    private final OkHttpClient shared;
    private final HostNames hosts = HostNames.system();

    Transport(String host, int port, SocketFactory sockets) {
        this.cacheKey = host + ":" + port + ":" + CONNECT_MILLIS + ":";
        this.shared = new OkHttpClient.Builder()
                .socketFactory(sockets)
                .connectTimeout(CONNECT_MILLIS, TimeUnit.MILLISECONDS)
                .readTimeout(CONNECT_MILLIS, TimeUnit.MILLISECONDS)
                .retryOnConnectionFailure(false)
                .followRedirects(false)
                .followSslRedirects(false)
                .protocols(List.of(Protocol.HTTP_1_1))
                .connectionPool(new ConnectionPool(MOST_IDLE, IDLE.toSeconds(), TimeUnit.SECONDS))
                .addInterceptor(new BoundedBody())
                .build();
    }

    /**
     * Looks the API's host up for one call, which OkHttp's own deadline would not end while it does. Connections go from
     * call to call between those that are equal.
     */
    private record InTime(HostNames hosts, Duration atMost) implements Dns {
        @Override
        public List<InetAddress> lookup(String name) throws UnknownHostException {
            List<InetAddress> found = hosts.of(name, atMost);
            if (found.isEmpty()) {
                throw new UnknownHostException(name);
            }
            return found;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof InTime same && same.hosts.equals(hosts);
        }

        @Override
        public int hashCode() {
            return hosts.hashCode();
        }
    }

    /** What is done with the options that lead to our client. */
    interface Sending<T> {
        T send(RuntimeOptions options) throws Exception;
    }

    /** Runs one call of the SDK; whatever it tries, at most one request passes the gate, and it ends in time. */
    <T> T send(Gate gate, Duration atMost, Sending<T> sending) throws Exception {
        int mark = CALLS.updateAndGet(last -> last == Integer.MAX_VALUE ? 1 : last + 1);
        String key = cacheKey + mark;
        ClientHelper.clients.put(
                key,
                shared.newBuilder()
                        .dns(new InTime(hosts, atMost))
                        .callTimeout(Math.max(1, atMost.toMillis()), TimeUnit.MILLISECONDS)
                        .addNetworkInterceptor(gate)
                        .build());
        try {
            T answer = sending.send(new RuntimeOptions()
                    .setAutoretry(false)
                    .setConnectTimeout(CONNECT_MILLIS)
                    .setReadTimeout(mark));
            if (!gate.sent()) {
                throw new IllegalStateException("the SDK has answered past its hook");
            }
            return answer;
        } finally {
            ClientHelper.clients.remove(key);
        }
    }

    /** Lets go of idle connections; those in use end with their calls. */
    @Override
    public void close() {
        shared.connectionPool().evictAll();
    }
}
