package io.failoverd.dns.query;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The addresses of the few hosts that publishing needs, by the system's resolver, remembered: names are failed over when
 * networks are in trouble, and a resolver that hangs then must not hold up a call whose addresses were known a minute
 * ago. Any thread may ask. Always: at most one lookup of a host is on its way, in a thread of its own.
 */
public final class HostNames {
    /** After that a new lookup is made, beside the call that asked; it gets what was known before. */
    private static final Duration FRESH = Duration.ofMinutes(1);

    /** An endpoint and the name servers of the zones; beyond it nothing is remembered. */
    private static final int MOST = 1_000;

    /** The lookup itself. */
    public interface Source {
        InetAddress[] lookUp(String host) throws UnknownHostException;
    }

    private record Known(List<InetAddress> addresses, long atNanos) {
        boolean fresh() {
            return System.nanoTime() - atNanos < FRESH.toNanos();
        }
    }

    private final Source source;
    private final Map<String, Known> known = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<List<InetAddress>>> running = new ConcurrentHashMap<>();

    public HostNames(Source source) {
        this.source = source;
    }

    /** By the system's resolver. */
    public static HostNames system() {
        return new HostNames(InetAddress::getAllByName);
    }

    /** The host's addresses; none where they are not known and do not become so in time. */
    public List<InetAddress> of(String host, Duration atMost) {
        Known last = known.get(host);
        if (last != null && last.fresh()) {
            return last.addresses();
        }
        CompletableFuture<List<InetAddress>> lookup = lookUp(host);
        if (last != null) {
            return last.addresses();
        }
        try {
            return lookup.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        } catch (ExecutionException | TimeoutException e) {
            return List.of();
        }
    }

    private CompletableFuture<List<InetAddress>> lookUp(String host) {
        var mine = new CompletableFuture<List<InetAddress>>();
        CompletableFuture<List<InetAddress>> other = running.putIfAbsent(host, mine);
        if (other != null) {
            return other;
        }
        // A platform thread: the resolver blocks in native code, and would hold a carrier of the virtual ones.
        Thread.ofPlatform().daemon().name("lookup-" + host).start(() -> {
            try {
                List<InetAddress> found = List.of(source.lookUp(host));
                if (known.size() < MOST || known.containsKey(host)) {
                    known.put(host, new Known(found, System.nanoTime()));
                }
                // Whoever hears of the end and asks again gets a new lookup, and not this one.
                running.remove(host, mine);
                mine.complete(found);
            } catch (UnknownHostException | RuntimeException e) {
                running.remove(host, mine);
                mine.completeExceptionally(e);
            }
        });
        return mine;
    }
}
