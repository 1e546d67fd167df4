package io.failoverd.dns.query;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TSIGRecord;

/** Messages over a {@link Wire}, signed and checked where there is a key. */
public final class Conversation {
    /** Datagrams that are not the answer (late ones of before, forged ones), and a server's mistakes. */
    private static final int MOST_STRAYS = 16;

    private final Wire wire;
    private final @Nullable TSIG tsig;

    public Conversation(Wire wire, @Nullable TSIG tsig) {
        this.wire = wire;
        this.tsig = tsig;
    }

    /**
     * A response.
     *
     * @param rcode as text; that of the TSIG where that has one
     * @param trusted whether it is signed as it should be; an error may not be, and is only an error
     */
    public record Answer(Message message, String rcode, boolean trusted) {}

    /** A message ready to send, and its signature. */
    public record Ready(Message query, @Nullable TSIGRecord signature) {}

    public Ready prepare(Message query) {
        if (tsig == null) {
            return new Ready(query, null);
        }
        TSIGRecord signature = tsig.generate(query, query.toWire(Wire.LARGEST), Rcode.NOERROR, null);
        query.addRecord(signature, Section.ADDITIONAL);
        return new Ready(query, signature);
    }

    public void send(Ready ready) throws IOException {
        wire.send(ready.query().toWire(Wire.LARGEST));
    }

    public Answer receive(Ready ready) throws IOException {
        for (int strays = 0; strays < MOST_STRAYS; strays++) {
            byte[] octets = wire.receive();
            var message = new Message(octets);
            if (answers(message, ready.query())) {
                return check(message, octets, ready);
            }
        }
        throw new IOException("more than " + MOST_STRAYS + " messages that answer something else");
    }

    private static boolean answers(Message message, Message query) {
        Record asked = query.getQuestion();
        Record said = message.getQuestion();
        boolean same = message.getHeader().getID() == query.getHeader().getID()
                && message.getHeader().getFlag(Flags.QR)
                && message.getHeader().getOpcode() == query.getHeader().getOpcode();
        // Servers may leave the zone section of an UPDATE's response empty (RFC 2136, section 3.8).
        return same && (said == null || said.equals(asked));
    }

    private Answer check(Message message, byte[] octets, Ready ready) {
        String rcode = Rcode.string(message.getRcode());
        TSIGRecord signature = message.getTSIG();
        if (tsig == null || ready.signature() == null) {
            return new Answer(message, rcode, true);
        }
        if (signature != null && signature.getError() != Rcode.NOERROR) {
            return new Answer(message, Rcode.TSIGstring(signature.getError()), false);
        }
        boolean trusted = signature != null && tsig.verify(message, octets, ready.signature()) == Rcode.NOERROR;
        return new Answer(message, rcode, trusted);
    }
}
