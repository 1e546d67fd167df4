package io.failoverd.daemon.publish;

import io.failoverd.daemon.demo.cloud.Cloud;
import io.failoverd.daemon.demo.cloud.CloudSettings;
import io.failoverd.daemon.demo.cloud.Reaction;
import io.failoverd.daemon.demo.cloud.account.Account;
import io.failoverd.daemon.demo.cloud.faults.Fault;
import io.failoverd.daemon.demo.cloud.faults.Reply;
import io.failoverd.daemon.demo.cloud.wire.RawRequest;
import io.failoverd.dns.sim.VirtualTime;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.SocketFactory;

/**
 * The fake cloud in virtual time. The SDK talks HTTP to it as to any server, over sockets that are streams in memory, so
 * that a thousand days of trouble take a minute and can be repeated.
 */
final class SimCloud extends SocketFactory {
    /** The cloud takes a signature's date for good within 15 minutes, and the SDK dates by the machine's clock. */
    private static final Duration EARLY = Duration.ofMinutes(14);

    /** A request that arrived, before anything is done about it. */
    record Arrival(Duration at, String action, Map<String, String> parameters, Fault fault) {}

    /** Is told of each request that is sent. */
    interface Watcher {
        void sent(Arrival arrival);
    }

    private final VirtualTime time;
    private final Cloud cloud;
    private final Duration deadline;
    private final Function<String, Fault> faults;
    private final Supplier<Duration> latency;
    private final Watcher watcher;

    /**
     * Begins now.
     *
     * @param deadline after which a caller gives up
     * @param faults what the next call of an action meets
     */
    SimCloud(
            VirtualTime time,
            Account account,
            CloudSettings settings,
            Duration deadline,
            Function<String, Fault> faults,
            Supplier<Duration> latency,
            Watcher watcher) {
        this.time = time;
        this.deadline = deadline;
        this.faults = faults;
        this.latency = latency;
        this.watcher = watcher;
        Instant start = Instant.now().minus(EARLY);
        Duration origin = time.now();
        this.cloud = new Cloud(
                account,
                settings,
                () -> start.plus(time.now().minus(origin)),
                (after, what) -> time.at(time.now().plus(after), what));
    }

    Cloud cloud() {
        return cloud;
    }

    /** One request and what its caller hears; waits as long as the caller would, in virtual time. */
    byte[] exchange(RawRequest request) throws IOException {
        String action = request.headers().getOrDefault("x-acs-action", "");
        Fault fault = faults.apply(action);
        watcher.sent(new Arrival(time.now(), action, parameters(request.query()), fault));
        Duration way = latency.get().dividedBy(2);
        try {
            time.sleep(way);
            if (!fault.equals(Fault.NONE)) {
                cloud.faults().next(action, fault);
            }
            Reaction reaction = cloud.handle(request);
            time.sleep(way);
            return switch (reaction.manner()) {
                case Reply.Normal _, Reply.Refused _, Reply.Page _, Reply.Unsuccessful _ -> bytes(reaction);
                case Reply.Dropped _ -> new byte[0];
                case Reply.SlowHead slow -> after(slow.silence(), reaction);
                case Reply.Dripping dripping ->
                    after(dripping.perByte().multipliedBy(reaction.body().length()), reaction);
            };
        } catch (InterruptedException e) {
            throw new InterruptedIOException("interrupted");
        }
    }

    private byte[] after(Duration silence, Reaction reaction) throws IOException, InterruptedException {
        if (silence.compareTo(deadline) < 0) {
            time.sleep(silence);
            return bytes(reaction);
        }
        time.sleep(deadline);
        throw new SocketException("Socket closed");
    }

    private static byte[] bytes(Reaction reaction) {
        byte[] body = reaction.body().getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 " + reaction.status() + " said\r\ncontent-type: " + reaction.contentType()
                + "\r\ncontent-length: " + body.length + "\r\n\r\n";
        byte[] start = head.getBytes(StandardCharsets.ISO_8859_1);
        byte[] whole = java.util.Arrays.copyOf(start, start.length + body.length);
        System.arraycopy(body, 0, whole, start.length, body.length);
        return whole;
    }

    private static Map<String, String> parameters(String query) {
        var found = new TreeMap<String, String>();
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                found.put(
                        URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return found;
    }

    @Override
    public Socket createSocket() {
        return new SimSocket(this);
    }

    @Override
    public Socket createSocket(String host, int port) {
        return createSocket();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) {
        return createSocket();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        return createSocket();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
        return createSocket();
    }
}
