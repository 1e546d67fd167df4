package io.failoverd.dns.query;

import io.failoverd.dns.model.Failure;
import io.failoverd.dns.model.FailureClass;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
import org.xbill.DNS.TSIG;
import org.xbill.DNS.Type;

/** Asks one authoritative server for all address records of a name. Both families, or it is no answer. */
public final class Lookup {
    private static final int[] FAMILIES = {Type.A, Type.AAAA};

    /** As long as the chains that resolvers follow; a longer one is a loop. */
    private static final int MOST_ALIASES = 8;

    /** What came of it. */
    public sealed interface Result {}

    /** All of them, with their TTLs, in the server's order; none for NODATA and NXDOMAIN. */
    public record Found(Map<InetAddress, Duration> records) implements Result {}

    public record NotFound(Failure why) implements Result {}

    private final InetSocketAddress server;
    private final @Nullable TSIG key;
    private final Supplier<Duration> remaining;
    private final boolean aliases;

    /** One that takes an alias at the name for no answer. */
    public Lookup(InetSocketAddress server, @Nullable TSIG key, Supplier<Duration> remaining) {
        this(server, key, remaining, false);
    }

    /**
     * A lookup.
     *
     * @param aliases whether an alias is followed, as far as the same server answers it
     */
    public Lookup(InetSocketAddress server, @Nullable TSIG key, Supplier<Duration> remaining, boolean aliases) {
        this.server = server;
        this.key = key;
        this.remaining = remaining;
        this.aliases = aliases;
    }

    public Result byTcp(Name name) {
        try (Wire wire = Wire.tcp(server, remaining)) {
            return ask(name, wire);
        } catch (IOException e) {
            return new NotFound(Errors.broken(e, server, false));
        }
    }

    /** As a resolver would: UDP, and TCP where that is truncated or not answered in half of the time. */
    public Result byUdp(Name name) {
        Duration half = remaining.get().dividedBy(2);
        try (Wire wire = Wire.udp(server, () -> {
            Duration left = remaining.get().minus(half);
            return left.isNegative() ? Duration.ZERO : left;
        })) {
            Result result = ask(name, wire);
            if (!(result instanceof NotFound missing) || !missing.why().code().equals("TC")) {
                return result;
            }
        } catch (IOException e) {
            // TCP will tell.
        }
        return byTcp(name);
    }

    private Result ask(Name name, Wire wire) throws IOException {
        return ask(name, wire, aliases ? MOST_ALIASES : 0);
    }

    /**
     * Asks, and where all that comes is an alias, asks the same server for what that leads to: a server may have both zones
     * and still answer each by itself.
     */
    private Result ask(Name name, Wire wire, int mayFollow) throws IOException {
        Name leads = name;
        var conversation = new Conversation(wire, key);
        var found = new LinkedHashMap<InetAddress, Duration>();
        for (int type : FAMILIES) {
            Message query = Message.newQuery(Record.newRecord(name, type, DClass.IN));
            query.getHeader().unsetFlag(Flags.RD);
            Conversation.Ready ready = conversation.prepare(query);
            conversation.send(ready);
            Conversation.Answer answer = conversation.receive(ready);
            leads = aliases ? end(answer.message().getSection(Section.ANSWER), name) : name;
            Failure wrong = take(answer, name, leads, type, found);
            if (wrong != null) {
                return new NotFound(wrong);
            }
        }
        return found.isEmpty() && !leads.equals(name) && mayFollow > 0
                ? followed(name, leads, ask(leads, wire, mayFollow - 1))
                : new Found(found);
    }

    private Result followed(Name name, Name leads, Result there) {
        return switch (there) {
            case Found found -> found;
            case NotFound missing ->
                new NotFound(new Failure(
                        FailureClass.CONFIG,
                        "CNAME",
                        name + " is an alias of " + leads + ", for which other servers have to be asked: "
                                + missing.why().text()));
        };
    }

    private @Nullable Failure take(
            Conversation.Answer answer, Name name, Name owner, int type, Map<InetAddress, Duration> found)
            throws UnknownHostException {
        Message message = answer.message();
        boolean known = message.getRcode() == Rcode.NOERROR || message.getRcode() == Rcode.NXDOMAIN;
        if (!known || Rcode.value(answer.rcode()) > Rcode.NXDOMAIN) {
            return Errors.query(answer.rcode(), server);
        }
        if (!answer.trusted()) {
            return Errors.untrusted(server);
        }
        if (message.getHeader().getFlag(Flags.TC)) {
            return new Failure(FailureClass.TRANSIENT, "TC", "the answer is truncated");
        }
        if (!message.getHeader().getFlag(Flags.AA)) {
            return new Failure(
                    FailureClass.CONFIG,
                    "lame",
                    server.getAddress().getHostAddress() + " is not authoritative for " + name);
        }
        for (Record record : message.getSection(Section.ANSWER)) {
            Duration ttl = Duration.ofSeconds(record.getTTL());
            switch (record) {
                case ARecord four
                when type == Type.A && four.getName().equals(owner) -> found.put(nameless(four.getAddress()), ttl);
                case AAAARecord six
                when type == Type.AAAA && six.getName().equals(owner) -> found.put(nameless(six.getAddress()), ttl);
                default -> {
                    if (!aliases && (record.getType() == Type.CNAME || record.getType() == Type.DNAME)) {
                        return new Failure(
                                FailureClass.CONFIG,
                                "CNAME",
                                name + " is an alias at " + server.getAddress().getHostAddress()
                                        + ", and holds no addresses");
                    }
                }
            }
        }
        return null;
    }

    /** Where the aliases in the response lead. */
    private static Name end(List<Record> records, Name name) {
        Name owner = name;
        // Each alias of the response is followed once at most: a loop ends.
        for (int i = 0; i < records.size(); i++) {
            for (Record record : records) {
                if (record instanceof CNAMERecord alias && alias.getName().equals(owner)) {
                    owner = alias.getTarget();
                    break;
                }
            }
        }
        return owner;
    }

    /** dnsjava gives an address the record's name, which would stand in every log line. */
    private static InetAddress nameless(InetAddress address) throws UnknownHostException {
        return InetAddress.getByAddress(address.getAddress());
    }
}
