package io.failoverd.dns.server;

import java.net.InetAddress;
import java.util.HexFormat;
import java.util.Optional;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** Queries and responses with cookies, in hexadecimal. */
final class Cookies {
    static final String CLIENT = "2464c4abcf10c957";

    private Cookies() {}

    static EDNSOption option(String hex) {
        return new GenericEDNSOption(ClientCookie.OPTION, HexFormat.of().parseHex(hex));
    }

    static Message query(String hex) {
        return Ask.withOpt(Ask.query(SampleZones.API, Type.A), option(hex));
    }

    static CookieSecrets secrets(String current) {
        return new CookieSecrets(secret(current), null);
    }

    static CookieSecrets secrets(String current, String other) {
        return new CookieSecrets(secret(current), secret(other));
    }

    static CookieSecret secret(String hex) {
        return CookieSecret.parse(hex).orElseThrow();
    }

    /** The cookie option of a response; empty without one. */
    static String of(Message response) {
        OPTRecord opt = response.getOPT();
        return Optional.ofNullable(opt)
                .flatMap(record ->
                        record.getOptions(ClientCookie.OPTION).stream().findFirst())
                .map(option -> HexFormat.of().formatHex(data(option)))
                .orElse("");
    }

    private static byte[] data(EDNSOption option) {
        byte[] wire = option.toWire();
        byte[] data = new byte[wire.length - 4];
        System.arraycopy(wire, 4, data, 0, data.length);
        return data;
    }

    /** What the response says and what its cookie is worth to the server that is asked next with it. */
    static String asked(Ask ask, String hex, InetAddress from) {
        long before = valid(ask);
        Message response = ask.message(query(hex), from);
        return Rcode.string(response.getRcode()) + (valid(ask) > before ? " valid" : "");
    }

    private static long valid(Ask ask) {
        return ask.counts().cookies().getOrDefault(CookieVerdict.VALID, 0L);
    }
}
