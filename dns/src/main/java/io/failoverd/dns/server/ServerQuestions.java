package io.failoverd.dns.server;

import io.failoverd.dns.answer.AnswerComposer;
import io.failoverd.dns.answer.WireAnswer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/**
 * Questions about the server itself, class CHAOS (RFC 4892): its identity and its version where the operator wants
 * them told. Both are refused otherwise, as by BIND, NSD and Knot.
 */
final class ServerQuestions {
    private static final Set<Name> IDENTITY =
            Set.of(Name.fromConstantString("id.server."), Name.fromConstantString("hostname.bind."));
    private static final Set<Name> VERSION =
            Set.of(Name.fromConstantString("version.server."), Name.fromConstantString("version.bind."));

    private ServerQuestions() {}

    static WireAnswer answer(Name asked, int type, NodeIdentity identity) {
        byte[] told = IDENTITY.contains(asked)
                ? identity.octets()
                : VERSION.contains(asked) ? identity.version() : new byte[0];
        if (type != Type.TXT || told.length == 0) {
            return AnswerComposer.refusal(asked, type, DClass.CH, Rcode.REFUSED);
        }
        Message message = new Message(0);
        message.getHeader().setFlag(Flags.QR);
        message.getHeader().setFlag(Flags.AA);
        message.addRecord(Record.newRecord(asked, type, DClass.CH), Section.QUESTION);
        String text = new String(told, StandardCharsets.ISO_8859_1);
        message.addRecord(new TXTRecord(asked, DClass.CH, 0, escaped(text)), Section.ANSWER);
        return WireAnswer.of(message.toWire());
    }

    /** dnsjava reads the text of a TXT record as a master file would. */
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                escaped.append('\\').append("%03d".formatted((int) c));
            } else {
                escaped.append(c == '\\' || c == '"' ? "\\" : "").append(c);
            }
        }
        return escaped.toString();
    }
}
