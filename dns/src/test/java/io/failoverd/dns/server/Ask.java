package io.failoverd.dns.server;

import io.failoverd.dns.answer.AnswerTable;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Asks a responder without sockets and shows what it said as text. */
final class Ask {
    static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private final Responder responder;
    private final Tally tally;

    private Ask(AtomicReference<AnswerTable> tables, Transport transport, String nsid) {
        this.tally = new Tally(transport);
        this.responder = new Responder(tables, NodeIdentity.of(Optional.of(nsid)), tally, new SplittableRandom(42));
    }

    private Ask(Shared shared, Transport transport) {
        this.tally = new Tally(transport);
        this.responder = new Responder(shared, tally, new SplittableRandom(42));
    }

    /** A server of the sample zones that is made by the test. */
    static Ask of(Shared shared, Transport transport) {
        return new Ask(shared, transport);
    }

    static Shared shared(LocalDns dns, Optional<CookieSecrets> secrets, Optional<RateLimit> limit, ServerClock clock) {
        ServerCookies cookies = new ServerCookies();
        cookies.configure(secrets);
        NodeIdentity identity = NodeIdentity.of(Optional.of("node-1"));
        return new Shared(
                tables(dns),
                identity,
                cookies,
                new RateLimiter(limit),
                clock,
                TcpLimits.DEFAULT.idle(),
                ServerOptions.USUAL_UDP_SIZE);
    }

    static Ask udp(LocalDns dns) {
        return new Ask(tables(dns), Transport.UDP, "node-1");
    }

    static Ask tcp(LocalDns dns) {
        return new Ask(tables(dns), Transport.TCP, "node-1");
    }

    static AtomicReference<AnswerTable> tables(LocalDns dns) {
        return ((LocalPublisher) dns.publisher()).tables();
    }

    /** What responders share in a server whose clock stands still, so that the same query gets the same bytes. */
    static Shared still(LocalDns dns) {
        return shared(dns, Optional.empty(), Optional.empty(), new FixedClock());
    }

    /** The same with another longest UDP response. */
    static Shared still(LocalDns dns, int udpSize) {
        Shared usual = still(dns);
        return new Shared(
                usual.tables(),
                usual.identity(),
                usual.cookies(),
                usual.limiter(),
                usual.clock(),
                usual.tcpIdle(),
                udpSize);
    }

    Tally tally() {
        return tally;
    }

    static Message query(String name, int type) {
        try {
            Message query = new Message(4711);
            query.getHeader().setFlag(Flags.RD);
            query.addRecord(Record.newRecord(Name.fromString(name, Name.root), type, DClass.IN), Section.QUESTION);
            return query;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The response's bytes; empty for silence. */
    byte[] raw(byte[] query) {
        return raw(query, LOOPBACK);
    }

    byte[] raw(byte[] query, InetAddress from) {
        ByteBuffer out =
                ByteBuffer.allocate(tally.transport() == Transport.UDP ? responder.udpSize() : Responder.MAX_TCP);
        int length = responder.respond(ByteBuffer.wrap(query), out, new ClientAddress().set(from));
        return Arrays.copyOf(out.array(), length);
    }

    static Message withOpt(Message query, EDNSOption... options) {
        query.addRecord(new OPTRecord(ServerOptions.USUAL_UDP_SIZE, 0, 0, 0, List.of(options)), Section.ADDITIONAL);
        return query;
    }

    QueryCounts counts() {
        return Tally.sum(List.of(tally));
    }

    /** As a server thread asks: nothing is copied. */
    int into(ByteBuffer query, ByteBuffer out, ClientAddress from) {
        return responder.respond(query, out, from);
    }

    Message message(Message query) {
        return message(query, LOOPBACK);
    }

    Message message(Message query, InetAddress from) {
        try {
            return new Message(raw(query.toWire(), from));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    Message message(String name, int type) {
        return message(query(name, type));
    }

    String text(String name, int type) {
        return show(message(name, type));
    }

    /** {@code RCODE flags}, then a line for each record: section, name, TTL, type, data. Addresses are sorted. */
    static String show(Message message) {
        Header header = message.getHeader();
        StringBuilder text = new StringBuilder(Rcode.string(message.getRcode()));
        for (int flag : new int[] {Flags.AA, Flags.TC}) {
            text.append(header.getFlag(flag) ? " " + Flags.string(flag) : "");
        }
        section(text, message, Section.ANSWER, "an");
        section(text, message, Section.AUTHORITY, "au");
        section(text, message, Section.ADDITIONAL, "ad");
        return text.toString();
    }

    private static void section(StringBuilder text, Message message, int section, String label) {
        String lines = message.getSection(section).stream()
                .filter(r -> !(r instanceof OPTRecord))
                .map(r -> "\n" + label + " " + r.getName() + " " + r.getTTL() + " " + Type.string(r.getType()) + " "
                        + r.rdataToString())
                .collect(Collectors.joining());
        text.append(lines);
    }
}
