package io.failoverd.dns.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIGRecord;

/**
 * What a query that is signed gets back (RFC 8945 section 5.2.1): nobody has a key of this server, so it says that it
 * does not know the one that was used, unsigned. Off the hot path.
 */
final class UnknownKey {
    private static final byte[] NOTHING = {};

    private UnknownKey() {}

    /** The TSIG record of the response on the wire, without pointers; empty where that of the query cannot be read. */
    static byte[] record(ByteBuffer query) {
        byte[] octets = new byte[query.limit()];
        query.get(0, octets);
        try {
            TSIGRecord signature = new Message(octets).getTSIG();
            return signature == null ? NOTHING : unsigned(signature).toWire(Section.ADDITIONAL);
        } catch (IOException | RuntimeException e) {
            // dnsjava throws either, by what is wrong with the message.
            return NOTHING;
        }
    }

    private static TSIGRecord unsigned(TSIGRecord signature) {
        return new TSIGRecord(
                signature.getName(),
                DClass.ANY,
                0,
                signature.getAlgorithm(),
                signature.getTimeSigned(),
                signature.getFudge(),
                NOTHING,
                signature.getOriginalID(),
                Rcode.BADKEY,
                NOTHING);
    }
}
