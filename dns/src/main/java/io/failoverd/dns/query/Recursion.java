package io.failoverd.dns.query;

import io.failoverd.dns.model.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * Asks recursive resolvers for all addresses of a host, and for how long they hold; one after the other, until one of them
 * gives a whole answer. Blocks; any thread may ask.
 */
public final class Recursion {
    /** The answer of a load balancer has a handful; a name with more is no load balancer. */
    private static final int MOST_ADDRESSES = 64;

    /** What came of it. */
    public sealed interface Result {}

    /**
     * Addresses, in the resolver's order.
     *
     * @param ttl the shortest of the records that led to them
     */
    public record Found(List<InetAddress> addresses, Duration ttl) implements Result {
        public Found {
            addresses = List.copyOf(addresses);
        }
    }

    /**
     * No address, and why, in words for an operator.
     *
     * @param none whether that is the answer: the name has none, or does not exist; else nobody said what it has
     */
    public record Nothing(String why, boolean none) implements Result {
        /** Nobody said what it has. */
        public Nothing(String why) {
            this(why, false);
        }
    }

    /** Which families are wanted. */
    public record Families(boolean four, boolean six) {
        private List<Integer> types() {
            var types = new ArrayList<Integer>();
            if (four) {
                types.add(Type.A);
            }
            if (six) {
                types.add(Type.AAAA);
            }
            return types;
        }
    }

    /** One family of an answer. */
    private record Part(List<InetAddress> addresses, Duration ttl) {}

    /** Why a server's answer is of no use; another one may do better, or this is what the name is. */
    private static final class Useless extends Exception {
        private static final long serialVersionUID = 1;

        private final boolean last;
        private final boolean none;

        Useless(String why, boolean last) {
            this(why, last, false);
        }

        Useless(String why, boolean last, boolean none) {
            super(why, null, false, false);
            this.last = last;
            this.none = none;
        }

        String why() {
            return String.valueOf(getMessage());
        }
    }

    private final List<InetSocketAddress> servers;
    private final Duration timeout;
    private final Set<Name> own;

    /**
     * A way to ask.
     *
     * @param timeout of one question to one server
     * @param own zones that we answer ourselves: an alias that leads into one would make us ask ourselves
     */
    public Recursion(List<InetSocketAddress> servers, Duration timeout, Collection<String> own) {
        this.servers = List.copyOf(servers);
        this.timeout = timeout;
        Set<Name> names = new LinkedHashSet<>();
        for (String zone : own) {
            names.add(name(zone));
        }
        this.own = names;
    }

    /**
     * Asks until one of them has a whole answer.
     *
     * @param host without a trailing dot; a whole name, to which nothing is appended
     */
    public Result ask(String host, Families families) {
        Name name = name(host);
        Set<String> troubles = new LinkedHashSet<>();
        for (InetSocketAddress server : servers) {
            try {
                return ask(name, families, server);
            } catch (Useless useless) {
                if (useless.last) {
                    return new Nothing(useless.why(), useless.none);
                }
                troubles.add(useless.why());
            }
        }
        return new Nothing(troubles.isEmpty() ? "there is no resolver to ask" : String.join("; ", troubles));
    }

    private Result ask(Name name, Families families, InetSocketAddress server) throws Useless {
        Set<InetAddress> addresses = new LinkedHashSet<>();
        Duration ttl = Duration.ofSeconds(Integer.MAX_VALUE);
        for (int type : families.types()) {
            Part part = part(name, type, server);
            addresses.addAll(part.addresses());
            ttl = part.addresses().isEmpty() || ttl.compareTo(part.ttl()) < 0 ? ttl : part.ttl();
        }
        if (addresses.isEmpty()) {
            throw new Useless("it has no address (NODATA)", true, true);
        }
        if (addresses.size() > MOST_ADDRESSES) {
            throw new Useless("it has more than " + MOST_ADDRESSES + " addresses", true);
        }
        return new Found(List.copyOf(addresses), ttl);
    }

    private Part part(Name name, int type, InetSocketAddress server) throws Useless {
        Message answer = exchange(name, type, server);
        String who = server.getAddress().getHostAddress();
        if (answer.getRcode() == Rcode.NXDOMAIN) {
            throw new Useless("it does not exist (NXDOMAIN)", true, true);
        }
        if (answer.getRcode() != Rcode.NOERROR) {
            Failure failure = Errors.query(Rcode.string(answer.getRcode()), server);
            throw new Useless(failure.text() + " for " + Type.string(type), false);
        }
        List<Record> records = answer.getSection(Section.ANSWER);
        if (records.isEmpty() && !answer.getHeader().getFlag(Flags.RA)) {
            throw new Useless(who + " is no recursive resolver", false);
        }
        try {
            return read(name, type, records);
        } catch (UnknownHostException e) {
            throw new Useless(who + " answers what cannot be read", false);
        }
    }

    private Part read(Name name, int type, List<Record> records) throws Useless, UnknownHostException {
        Name owner = name;
        long ttl = Integer.MAX_VALUE;
        // Each alias of the response is followed once at most: a loop ends.
        for (int i = 0; i < records.size(); i++) {
            CNAMERecord alias = alias(records, owner);
            if (alias == null) {
                break;
            }
            owner = alias.getTarget();
            ttl = Math.min(ttl, alias.getTTL());
            refuseOwn(owner);
        }
        var addresses = new ArrayList<InetAddress>();
        for (Record record : records) {
            InetAddress address = switch (record) {
                case ARecord four when type == Type.A -> four.getAddress();
                case AAAARecord six when type == Type.AAAA -> six.getAddress();
                default -> null;
            };
            if (address != null && record.getName().equals(owner)) {
                addresses.add(InetAddress.getByAddress(address.getAddress()));
                ttl = Math.min(ttl, record.getTTL());
            }
        }
        return new Part(addresses, Duration.ofSeconds(ttl));
    }

    private static @Nullable CNAMERecord alias(List<Record> records, Name owner) {
        for (Record record : records) {
            if (record instanceof CNAMERecord alias && alias.getName().equals(owner)) {
                return alias;
            }
        }
        return null;
    }

    private void refuseOwn(Name target) throws Useless {
        for (Name zone : own) {
            if (target.subdomain(zone)) {
                throw new Useless(
                        "it is an alias of " + target.toString(true) + ", which this failoverd answers itself", true);
            }
        }
    }

    /** By UDP, and by TCP where that is truncated. */
    private Message exchange(Name name, int type, InetSocketAddress server) throws Useless {
        long end = System.nanoTime() + timeout.toNanos();
        Supplier<Duration> remaining = () -> Duration.ofNanos(Math.max(0, end - System.nanoTime()));
        try {
            Message answer = exchange(name, type, Wire.udp(server, remaining));
            return answer.getHeader().getFlag(Flags.TC) ? exchange(name, type, Wire.tcp(server, remaining)) : answer;
        } catch (IOException e) {
            throw new Useless(Errors.broken(e, server, true).text(), false);
        }
    }

    private static Message exchange(Name name, int type, Wire wire) throws IOException {
        try (wire) {
            var conversation = new Conversation(wire, null);
            Conversation.Ready ready = conversation.prepare(Message.newQuery(Record.newRecord(name, type, DClass.IN)));
            conversation.send(ready);
            return conversation.receive(ready).message();
        }
    }

    private static Name name(String text) {
        try {
            return Name.fromString(text, Name.root);
        } catch (TextParseException e) {
            throw new IllegalArgumentException(text + " is not a domain name", e);
        }
    }
}
