package io.failoverd.daemon.e2e;

import static io.failoverd.daemon.e2e.RunningDaemon.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A reload brings a rate limit and rolls the secret of cookies over; a client with a cookie meets neither. */
class ProtectionTest {
    private static final String CLIENT = "0102030405060708";
    private static final String LIMIT = ", rateLimit: {responsesPerSecond: 1, slip: 1, exempt: []}";
    private static final String BODY = """
        checks: {page: {tcp: {port: 9}}}
        services: [{name: www.e2e.test, check: page, endpoints: [{name: a, address: 127.0.37.1}]}]
        """;

    @TempDir
    private Path folder;

    private int reloads;

    @Test
    void aClientWithACookieIsNotLimitedWhileTheSecretIsRolledOver() throws Exception {
        secret("a", "00112233445566778899aabbccddeeff");
        secret("b", "ffeeddccbbaa99887766554433221100");
        try (var daemon = new RunningDaemon(folder, BODY)) {
            assertThat(daemon.log()).doesNotContain("00112233");
            reload(daemon, LIMIT + ", cookies: {secret: {file: a}}");
            Message limited = limited(daemon);
            assertThat(limited.getSection(Section.ANSWER)).isEmpty();
            String cookie = cookie(limited);
            assertThat(cookie).startsWith(CLIENT + "01000000").hasSize(48);
            assertUnlimited(daemon, cookie);

            reload(daemon, LIMIT + ", cookies: {secret: {file: b}, previous: {file: a}}");
            assertUnlimited(daemon, cookie);
            String next = cookie(ask(daemon, cookie));
            assertThat(next).isNotEqualTo(cookie);

            reload(daemon, LIMIT + ", cookies: {secret: {file: b}}");
            assertUnlimited(daemon, next);
            assertThat(cookie(limited(daemon))).startsWith(CLIENT);
            await("the old one is worth nothing")
                    .atMost(PATIENCE)
                    .until(() -> ask(daemon, cookie).getRcode() == Rcode.BADCOOKIE);

            reload(daemon, "");
            for (int i = 0; i < 20; i++) {
                assertThat(ask(daemon, cookie).getRcode()).isEqualTo(Rcode.NOERROR);
            }
            assertThat(daemon.body("/metrics"))
                    .containsPattern("failoverd_dns_rate_limited_total\\{result=\"bad_cookie\"} [1-9]")
                    .containsPattern("failoverd_dns_cookies_total\\{result=\"valid\"} [1-9]");
        }
    }

    private void secret(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private void reload(RunningDaemon daemon, String dns) throws Exception {
        daemon.configure(dns, BODY);
        daemon.signal("HUP");
        reloads++;
        await("the reload")
                .atMost(PATIENCE)
                .until(() -> daemon.body("/metrics")
                        .lines()
                        .anyMatch(line -> line.matches(
                                "failoverd_config_reloads_total\\{result=\"success\"} " + reloads + "(\\.0)?")));
    }

    /** A response to a client without a server cookie that is over the limit of one a second. */
    private static Message limited(RunningDaemon daemon) {
        return await("a limited response")
                .atMost(PATIENCE)
                .until(() -> ask(daemon, CLIENT), response -> response.getRcode() == Rcode.BADCOOKIE);
    }

    private static void assertUnlimited(RunningDaemon daemon, String cookie) throws IOException {
        for (int i = 0; i < 20; i++) {
            assertThat(ask(daemon, cookie).getRcode()).isEqualTo(Rcode.NOERROR);
        }
    }

    private static Message ask(RunningDaemon daemon, String cookie) throws IOException {
        Message query = Message.newQuery(Record.newRecord(Name.fromString("e2e.test."), Type.SOA, DClass.IN));
        var option =
                new GenericEDNSOption(EDNSOption.Code.COOKIE, HexFormat.of().parseHex(cookie));
        query.addRecord(new OPTRecord(1232, 0, 0, 0, List.of(option)), Section.ADDITIONAL);
        byte[] bytes = query.toWire();
        try (var socket = new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0))) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), daemon.dnsPort()));
            socket.send(new DatagramPacket(bytes, bytes.length));
            var packet = new DatagramPacket(new byte[4096], 4096);
            socket.receive(packet);
            return new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
        }
    }

    private static String cookie(Message response) {
        EDNSOption option = response.getOPT().getOptions(EDNSOption.Code.COOKIE).getFirst();
        return HexFormat.of().formatHex(option.toWire()).substring(8);
    }
}
