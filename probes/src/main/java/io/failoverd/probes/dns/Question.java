package io.failoverd.probes.dns;

import io.failoverd.probes.HostName;
import io.failoverd.probes.model.DnsCheck;
import io.failoverd.probes.model.Target;
import java.io.IOException;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** One query, and which messages answer it. Immutable. */
final class Question {
    /** What fits every network unfragmented (DNS flag day 2020), as resolvers ask for. */
    private static final int UDP_OCTETS = 1232;

    private static final int HEADER = 12;
    private static final int RESPONSE = 0x80;

    /** What a message is to this query. */
    sealed interface Reply {
        /** It answers something else. */
        record Foreign() implements Reply {}

        /** It answers this query, and cannot be read. */
        record Malformed(String why) implements Reply {}

        /** There is more than the transport could carry. */
        record Truncated() implements Reply {}

        record Answer(Message message) implements Reply {}
    }

    private final int id;
    private final Record asked;
    private final boolean recursion;

    private Question(int id, Record asked, boolean recursion) {
        this.id = id;
        this.asked = asked;
        this.recursion = recursion;
    }

    /** @param id which nobody can guess, 0 to 65535 */
    static Question of(Target target, DnsCheck check, int id) {
        try {
            String text = HostName.of(target, check.query());
            Name name = text.isEmpty() ? Name.root : Name.fromString(text, Name.root);
            return new Question(id, Record.newRecord(name, Type.value(check.type()), DClass.IN), check.recursion());
        } catch (TextParseException e) {
            throw new IllegalArgumentException("the check " + check.name() + " asks for what is no name", e);
        }
    }

    Record asked() {
        return asked;
    }

    /** {@code www.example.com A}. */
    @Override
    public String toString() {
        return asked.getName().toString(asked.getName().labels() > 1) + " " + Type.string(asked.getType());
    }

    byte[] wire() {
        var query = new Message(id);
        Header header = query.getHeader();
        header.setOpcode(Opcode.QUERY);
        if (recursion) {
            header.setFlag(Flags.RD);
        }
        query.addRecord(asked, Section.QUESTION);
        query.addRecord(new OPTRecord(UDP_OCTETS, 0, 0), Section.ADDITIONAL);
        return query.toWire();
    }

    Reply read(byte[] wire) {
        boolean ours = wire.length >= HEADER
                && (((wire[0] & 0xFF) << 8) | (wire[1] & 0xFF)) == id
                && (wire[2] & RESPONSE) != 0;
        if (!ours) {
            return new Reply.Foreign();
        }
        Message message;
        try {
            message = new Message(wire);
        } catch (IOException | RuntimeException e) {
            String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            return new Reply.Malformed(why);
        }
        if (!answers(message)) {
            return new Reply.Foreign();
        }
        return message.getHeader().getFlag(Flags.TC) ? new Reply.Truncated() : new Reply.Answer(message);
    }

    /** A server that does not understand, or will not answer, may leave the question out. */
    private boolean answers(Message message) {
        Record echoed = message.getQuestion();
        if (echoed == null) {
            int rcode = message.getRcode();
            return rcode != Rcode.NOERROR && rcode != Rcode.NXDOMAIN;
        }
        return echoed.equals(asked);
    }
}
