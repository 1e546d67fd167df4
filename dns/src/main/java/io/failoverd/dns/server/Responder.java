package io.failoverd.dns.server;

import static io.failoverd.dns.server.ServerOptions.LEAST_UDP_SIZE;

import io.failoverd.dns.answer.AddressAnswers;
import io.failoverd.dns.answer.AnswerComposer;
import io.failoverd.dns.answer.AnswerTable;
import io.failoverd.dns.answer.AskedName;
import io.failoverd.dns.answer.CompiledAnswer;
import io.failoverd.dns.answer.NameEntry;
import io.failoverd.dns.answer.NameSlot;
import io.failoverd.dns.answer.PreparedNames;
import io.failoverd.dns.answer.WireAnswer;
import io.failoverd.dns.client.ClientRegions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/**
 * Turns one query into one response, without sockets. Belongs to one thread. A query for an address of a service is
 * answered by copying a prepared response and allocates nothing; everything else is composed with dnsjava. Whatever the
 * query is, this returns and does not throw.
 */
final class Responder {
    static final int MAX_TCP = 65_535;
    private static final int TC_FLAG = 0x02;
    private static final int RD_FLAG = 0x01;
    private static final int QR_FLAG = 0x80;
    private static final int ADDITIONAL_AT = 10;
    /** The four counts of the header. */
    private static final long ONE_QUESTION = 1L << 48;

    private static final Logger LOG = LoggerFactory.getLogger(Responder.class);

    private final Shared shared;
    private final AtomicReference<AnswerTable> tables;
    private final NodeIdentity identity;
    private final Tally tally;
    private final SplittableRandom random;
    private final boolean composes;
    private final QueryReader query;
    private final AskedName asked = new AskedName();
    private final CookieCheck cookie = new CookieCheck();
    private final OptWriter opt;
    /** How far the present answer goes, for those who sent a client subnet (RFC 7871 section 7.2.1). */
    private int scope;
    /** The name that answers, for the rate limit: the one asked for, or the one above it whose zone or wildcard does. */
    private int answering;
    /** What the present response says. */
    private ResponseCode code = ResponseCode.NOERROR;

    Responder(AtomicReference<AnswerTable> tables, NodeIdentity identity, Tally tally, SplittableRandom random) {
        this(Shared.of(tables, identity), tally, random, false);
    }

    Responder(Shared shared, Tally tally, SplittableRandom random) {
        this(shared, tally, random, false);
    }

    private Responder(Shared shared, Tally tally, SplittableRandom random, boolean composes) {
        this.shared = shared;
        this.tables = shared.tables();
        this.identity = shared.identity();
        this.tally = tally;
        this.random = random;
        this.query = new QueryReader(tally.transport());
        this.opt = new OptWriter(query, identity, cookie, shared);
        this.composes = composes;
    }

    /** One that composes everything, which is what the prepared responses are held against. */
    static Responder composing(Shared shared, Tally tally, SplittableRandom random) {
        return new Responder(shared, tally, random, true);
    }

    Tally tally() {
        return tally;
    }

    /** Octets of the longest response over UDP. */
    int udpSize() {
        return shared.udpSize();
    }

    /**
     * Reads the query from index 0 to the limit of {@code in} and writes the response from index 0 of {@code out}, which
     * has room for the transport's largest. Returns the response's length, 0 for no response.
     */
    int respond(ByteBuffer in, ByteBuffer out, ClientAddress from) {
        scope = 0;
        answering = 0;
        QueryReader.Reading reading = query.read(in);
        if (reading == QueryReader.Reading.SILENCE) {
            tally.dropped();
            return 0;
        }
        judgeCookie(from);
        int length = limited(in, out, from, written(reading, in, out, from));
        if (length > 0) {
            boolean asked = query.questionLength() > 0;
            tally.answered(asked ? QueryType.of(query.type()) : QueryType.NONE, code);
        }
        return length;
    }

    private int written(QueryReader.Reading reading, ByteBuffer in, ByteBuffer out, ClientAddress from) {
        return switch (reading) {
            case SILENCE -> 0;
            case MALFORMED -> headerOnly(out, ResponseCode.FORMERR);
            case MALFORMED_OPTION -> emit(in, out, null, ResponseCode.FORMERR, 0, 0);
            case OTHER_OPCODE -> headerOnly(out, ResponseCode.NOTIMP);
            case OTHER_EDNS_VERSION -> emit(in, out, null, ResponseCode.BADVERS, 0, 0);
            case COOKIE -> {
                boolean bad = cookie.verdict() == CookieVerdict.INVALID;
                yield emit(in, out, null, bad ? ResponseCode.BADCOOKIE : ResponseCode.NOERROR, 0, 0);
            }
            case SIGNED -> unknownKey(in, out);
            case QUERY -> answer(in, out, from);
        };
    }

    private void judgeCookie(ClientAddress from) {
        if (query.cookie().present()) {
            long now = shared.clock().unixSeconds();
            tally.cookie(cookie.judge(query.cookie(), from, shared.cookies().secrets(), now));
        } else {
            cookie.none();
        }
    }

    /** What the rate limit leaves of a response. */
    private int limited(ByteBuffer in, ByteBuffer out, ClientAddress from, int length) {
        RateLimiter limiter = shared.limiter();
        if (tally.transport() == Transport.TCP || !limiter.on() || cookie.verdict() == CookieVerdict.VALID) {
            return length;
        }
        long account = RateAccount.of(query, out, code, answering);
        return switch (limiter.check(from, account, shared.clock().micros())) {
            case PASS -> length;
            case DROP -> {
                tally.limited(LimitedResponse.DROPPED);
                yield 0;
            }
            case SLIP -> slipped(in, out, length);
        };
    }

    /** A response without records, no longer than its query; with a cookie in it the client need not come over TCP. */
    private int slipped(ByteBuffer in, ByteBuffer out, int length) {
        scope = 0;
        byte flags = out.get(2);
        if (cookie.answers()) {
            tally.limited(LimitedResponse.BAD_COOKIE);
            return emit(in, out, null, ResponseCode.BADCOOKIE, 0, 0);
        }
        tally.limited(LimitedResponse.SLIPPED);
        int shortened = length > QueryReader.HEADER ? emit(in, out, null, code, 0, 0) : length;
        out.put(2, (byte) (flags | TC_FLAG));
        return shortened;
    }

    private int answer(ByteBuffer in, ByteBuffer out, ClientAddress from) {
        AnswerTable table = tables.get();
        asked.set(query.lowerName(), query.nameLength());
        NameEntry entry = table.names().find(asked);
        NameEntry closest = entry == null ? table.names().encloser(asked) : entry;
        answering = closest == null ? 0 : entry == null ? ~closest.hash() : closest.hash();
        if (composes || query.dclass() != DClass.IN || !PreparedNames.covers(query.type())) {
            return composed(in, out, table, from);
        }
        return entry == null ? unnamed(in, out, table, closest, from) : named(in, out, table, entry, from);
    }

    private int named(ByteBuffer in, ByteBuffer out, AnswerTable table, NameEntry entry, ClientAddress from) {
        NameSlot slot = entry.slot();
        int type = query.type();
        if (slot != null && isAddress(type)) {
            return decided(in, out, table, slot, from);
        }
        if (slot != null && (type == Type.HTTPS || type == Type.SVCB)) {
            CompiledAnswer compiled = slot.answer();
            if (compiled != null && compiled.hinting(type)) {
                WireAnswer answer = compiled.hinting(type, region(table, compiled, from));
                return prepared(in, out, table, answer, entry, from);
            }
        }
        return prepared(in, out, table, entry.of(type), entry, from);
    }

    /** The types that a decision answers. */
    private static boolean isAddress(int type) {
        return type == Type.A || type == Type.AAAA;
    }

    /** A name that does not exist, in a zone of ours or anywhere. */
    private int unnamed(
            ByteBuffer in, ByteBuffer out, AnswerTable table, @Nullable NameEntry closest, ClientAddress from) {
        if (closest == null) {
            return emit(in, out, null, ResponseCode.REFUSED, 0, 0);
        }
        NameSlot slot = closest.wildcardSlot();
        return slot != null && isAddress(query.type())
                ? decided(in, out, table, slot, from)
                : prepared(in, out, table, closest.noName(), closest, from);
    }

    private int prepared(
            ByteBuffer in,
            ByteBuffer out,
            AnswerTable table,
            @Nullable WireAnswer answer,
            NameEntry entry,
            ClientAddress from) {
        return answer == null
                ? composed(in, out, table, from)
                : emit(in, out, answer, ResponseCode.ofHeader(answer.rcode()), entry.soaSerial(), 0);
    }

    private int decided(ByteBuffer in, ByteBuffer out, AnswerTable table, NameSlot slot, ClientAddress from) {
        CompiledAnswer compiled = slot.answer();
        if (compiled == null) {
            return emit(in, out, null, ResponseCode.SERVFAIL, 0, 0);
        }
        AddressAnswers answers = compiled.of(query.type() == Type.AAAA, region(table, compiled, from));
        if (answers.isNodata()) {
            // Resolvers take it for the answer to everyone (RFC 7871 section 7.4).
            scope = 0;
            return emit(in, out, answers.nodata(), ResponseCode.NOERROR, slot.soaSerial(), 0);
        }
        WireAnswer answer = answers.pick(random.nextLong());
        return emit(in, out, answer, ResponseCode.NOERROR, 0, answers.first(random.nextLong()));
    }

    private int region(AnswerTable table, CompiledAnswer compiled, ClientAddress from) {
        return compiled.regional() ? region(table.clients(), from) : ClientRegions.UNKNOWN;
    }

    /** The client's region, by its subnet or else by the resolver's address. Keeps the scope of the former. */
    private int region(ClientRegions clients, ClientAddress from) {
        ClientSubnet subnet = query.subnet();
        if (subnet.tells()) {
            int located = clients.locate(subnet.isIpv4(), subnet.hi(), subnet.lo());
            scope = ClientRegions.scope(located);
            return ClientRegions.region(located);
        }
        return from.known()
                ? ClientRegions.region(clients.locate(from.isIpv4(), from.hi(), from.lo()))
                : ClientRegions.UNKNOWN;
    }

    private int composed(ByteBuffer in, ByteBuffer out, AnswerTable table, ClientAddress from) {
        try {
            byte[] asked = new byte[query.nameLength()];
            in.get(QueryReader.HEADER, asked);
            WireAnswer answer = compose(table, new Name(asked), from);
            return emit(in, out, answer, ResponseCode.ofHeader(answer.rcode()), 0, 0);
        } catch (IOException | RuntimeException e) {
            LOG.error("A query could not be answered (type {}, class {})", query.type(), query.dclass(), e);
            tally.error();
            scope = 0;
            return emit(in, out, null, ResponseCode.SERVFAIL, 0, 0);
        }
    }

    private WireAnswer compose(AnswerTable table, Name asked, ClientAddress from) {
        int type = query.type();
        int dclass = query.dclass();
        if (dclass == DClass.CH) {
            return ServerQuestions.answer(asked, type, identity);
        }
        if (dclass != DClass.IN) {
            return AnswerComposer.refusal(asked, type, dclass, Rcode.REFUSED);
        }
        return switch (type) {
            case Type.AXFR, Type.IXFR, Type.TSIG, Type.TKEY ->
                AnswerComposer.refusal(asked, type, dclass, Rcode.REFUSED);
            case Type.MAILA, Type.MAILB -> AnswerComposer.refusal(asked, type, dclass, Rcode.NOTIMP);
            default -> {
                int region = region(table.clients(), from);
                AnswerComposer.Composed composed = AnswerComposer.compose(table, asked, type, region, random);
                scope = composed.tailored() ? scope : 0;
                yield composed.answer();
            }
        };
    }

    /** Whatever the key is, it is none of ours. The record that says so comes last, where there is room for it. */
    private int unknownKey(ByteBuffer in, ByteBuffer out) {
        byte[] record = UnknownKey.record(in);
        if (record.length == 0) {
            return headerOnly(out, ResponseCode.FORMERR);
        }
        int length = emit(in, out, null, ResponseCode.NOTAUTH, 0, 0);
        if (length + record.length > limit()) {
            return length;
        }
        out.putShort(ADDITIONAL_AT, (short) (out.getShort(ADDITIONAL_AT) + 1));
        out.put(length, record);
        return length + record.length;
    }

    private int headerOnly(ByteBuffer out, ResponseCode code) {
        out.putShort(0, query.id());
        out.put(2, (byte) (QR_FLAG | (query.opcode() << 3) | (query.recursionDesired() ? RD_FLAG : 0)));
        out.put(3, (byte) code.code());
        out.putLong(4, 0);
        this.code = code;
        return QueryReader.HEADER;
    }

    /** Writes the answer, or only the question when there is none or it does not fit, and then the OPT record. */
    private int emit(
            ByteBuffer in, ByteBuffer out, @Nullable WireAnswer answer, ResponseCode code, long serial, int first) {
        int question = query.questionLength();
        int optLength = opt.length();
        int length;
        int name = query.nameLength();
        if (answer != null && answer.length(name) + optLength <= limit()) {
            answer.copyTo(out, name, serial, first);
            length = answer.length(name);
        } else if (answer != null && answer.essential(name) + optLength <= limit()) {
            answer.copyEssentialTo(out);
            length = answer.essential(name);
        } else {
            length = QueryReader.HEADER + question;
            out.put(2, (byte) (answer == null ? QR_FLAG : answer.flags() | TC_FLAG));
            out.put(3, (byte) (code.code() & 0x0F));
            out.putLong(4, question > 0 ? ONE_QUESTION : 0);
            if (answer != null) {
                tally.truncated();
            }
        }
        out.putShort(0, query.id());
        if (query.recursionDesired()) {
            out.put(2, (byte) (out.get(2) | RD_FLAG));
        }
        out.put(QueryReader.HEADER, in, QueryReader.HEADER, question);
        if (optLength > 0) {
            opt.append(in, out, length, code, scope);
        }
        this.code = code;
        return length + optLength;
    }

    private int limit() {
        return switch (tally.transport()) {
            case TCP -> MAX_TCP;
            case UDP -> query.edns() ? Math.clamp(query.payload(), LEAST_UDP_SIZE, udpSize()) : LEAST_UDP_SIZE;
        };
    }
}
