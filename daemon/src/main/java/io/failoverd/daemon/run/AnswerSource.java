package io.failoverd.daemon.run;

import io.failoverd.daemon.watch.Question;
import io.failoverd.daemon.watch.Seen;
import io.failoverd.daemon.watch.WatchPlan;
import io.failoverd.dns.model.NameStatus;
import io.failoverd.dns.model.PublisherStatus;
import io.failoverd.dns.query.Lookup;
import io.failoverd.dns.query.Recursion;
import io.failoverd.dns.server.LocalDns;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/**
 * Asks one server what it answers now; blocks the thread that calls. Our own server is asked over its socket, as a client
 * would. The name servers of the targets are asked by their publishers already, after each write; here it is read what
 * those have seen.
 */
final class AnswerSource {
    /** Of a question; what takes longer is asked again later. */
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final LocalDns dns;
    private final Supplier<List<PublisherStatus>> publishers;

    AnswerSource(LocalDns dns, Supplier<List<PublisherStatus>> publishers) {
        this.dns = dns;
        this.publishers = publishers;
    }

    /** @param resolvers by the names that questions have them under */
    Seen ask(Question question, Map<String, InetSocketAddress> resolvers) {
        if (question.server().equals(WatchPlan.AUTHORITATIVE)) {
            return authoritative(question);
        }
        @Nullable InetSocketAddress server = resolvers.get(question.server());
        return server == null ? new Seen.Silent("it is not configured any more") : recursive(question, server);
    }

    private static Seen recursive(Question question, InetSocketAddress server) {
        var families = new Recursion.Families(question.four(), question.six());
        return switch (new Recursion(List.of(server), TIMEOUT, List.of()).ask(question.service(), families)) {
            case Recursion.Found found -> new Seen.Answered(new HashSet<>(found.addresses()));
            case Recursion.Nothing nothing ->
                nothing.none() ? new Seen.Answered(new HashSet<>()) : new Seen.Silent(nothing.why());
        };
    }

    private Seen authoritative(Question question) {
        for (PublisherStatus publisher : publishers.get()) {
            for (NameStatus name : publisher.names()) {
                if (name.name().equals(question.service()) && !follows(name, question.generation())) {
                    return new Seen.Behind("waits for publisher " + publisher.publisher() + " (" + name.step() + ")");
                }
            }
        }
        return dns.boundAddresses().stream()
                .findFirst()
                .<Seen>map(bound -> own(question, reachable(bound)))
                .orElseGet(() -> new Seen.Silent("our own server does not listen yet"));
    }

    /** Where a target has no name servers that can be asked, what was read back from it counts. */
    private static boolean follows(NameStatus name, long generation) {
        return (name.verified() == 0 ? name.published() : name.verified()) >= generation;
    }

    private static Seen own(Question question, InetSocketAddress server) {
        long end = System.nanoTime() + TIMEOUT.toNanos();
        var lookup = new Lookup(server, null, () -> Duration.ofNanos(Math.max(0, end - System.nanoTime())));
        try {
            return switch (lookup.byUdp(Name.fromString(question.service(), Name.root))) {
                case Lookup.Found found -> new Seen.Answered(found.records().keySet());
                case Lookup.NotFound missing -> new Seen.Silent(missing.why().text());
            };
        } catch (TextParseException e) {
            throw new IllegalArgumentException(question.service() + " is not a domain name", e);
        }
    }

    private static InetSocketAddress reachable(InetSocketAddress bound) {
        if (!bound.getAddress().isAnyLocalAddress()) {
            return bound;
        }
        String loopback = bound.getAddress() instanceof Inet6Address ? "::1" : "127.0.0.1";
        return new InetSocketAddress(InetAddress.ofLiteral(loopback), bound.getPort());
    }
}
