package io.failoverd.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.dns.server.Network;
import io.failoverd.dns.server.RateLimit;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProtectionReaderTest {
    @TempDir
    Path directory;

    @Test
    void theServersProtectionIsSetInTheFile() {
        var exempt = List.of(
                new Network(InetAddress.ofLiteral("127.0.0.0"), 8), new Network(InetAddress.ofLiteral("::1"), 128));
        assertThat(config("dns: {rateLimit: {}}\n").dns().rateLimit()).isEqualTo(new RateLimit(20, 2, exempt));
        DnsSettings dns = config("""
                dns:
                  version: failoverd
                  cookies: {secret: {env: COOKIE}, previous: {file: /nowhere}}
                  rateLimit: {responsesPerSecond: 500, slip: 0, exempt: [192.0.2.7, "2001:db8::/32"]}
                """).dns();
        assertThat(dns.version()).isEqualTo("failoverd");
        assertThat(dns.cookies())
                .isEqualTo(
                        new CookieSettings(new SecretSource.Env("COOKIE"), new SecretSource.File(Path.of("/nowhere"))));
        assertThat(dns.rateLimit())
                .isEqualTo(new RateLimit(
                        500,
                        0,
                        List.of(
                                new Network(InetAddress.ofLiteral("192.0.2.7"), 32),
                                new Network(InetAddress.ofLiteral("2001:db8::"), 32))));
    }

    private Configuration config(String text) {
        return TestFiles.loaded(TestFiles.write(directory, text + TestFiles.SMALL))
                .configuration();
    }
}
