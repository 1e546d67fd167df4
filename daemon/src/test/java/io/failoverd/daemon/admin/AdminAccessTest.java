package io.failoverd.daemon.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may read and write over the admin interface: hosts, origins, tokens. */
class AdminAccessTest extends AdminOverSockets {
    @ParameterizedTest
    @CsvSource({
        "evil.example, 403",
        "evil.example:8053, 403",
        "127.0.0.1.evil.example, 403",
        "203.0.113.5, 403",
        "'', 403",
        "localhost, 200",
        "LOCALHOST:1, 200",
        "127.0.0.1:9999, 200",
        "127.9.9.9, 200",
        "[::1]:8053, 200"
    })
    void aHostThatIsNotOursIsRefused(String host, int status) throws Exception {
        assertThat(get("/api/v1/status", "Host: " + host).status()).isEqualTo(status);
    }

    @Test
    void twoHostsAreNoHost() throws Exception {
        assertThat(get("/api/v1/status", "Host: localhost", "Host: evil.example")
                        .status())
                .isIn(400, 403);
    }

    @ParameterizedTest
    @CsvSource({
        "Origin: http://evil.example, 403",
        "Origin: null, 403",
        "Origin: https://localhost:8053, 403",
        "Origin: http://localhost:9, 403",
        "Origin: http://localhost:8053, 200",
        "Sec-Fetch-Site: cross-site, 403",
        "Sec-Fetch-Site: same-site, 403",
        "Sec-Fetch-Site: same-origin, 200",
        "Sec-Fetch-Site: none, 200"
    })
    void aPageOfAnotherOriginIsRefused(String header, int status) throws Exception {
        Answer answer = put(OVERRIDE, "{\"mode\":\"online\"}", "Host: localhost:8053", header);

        assertThat(answer.status()).isEqualTo(status);
    }

    @Test
    void aTokenGuardsEveryWriteAndHoldsAsSoonAsItIsRotated() throws Exception {
        token = AdminToken.of("first-token-0123456".getBytes(StandardCharsets.UTF_8));
        String body = "{\"mode\":\"online\"}";

        Answer without = put(OVERRIDE, body);
        assertThat(without.status()).isEqualTo(401);
        assertThat(without.headers()).containsEntry("www-authenticate", "Bearer realm=\"failoverd\"");
        assertThat(without.json().getString("error")).isEqualTo("token_required");
        assertThat(put(OVERRIDE, body, "Authorization: Bearer wrong").json().getString("error"))
                .isEqualTo("token_wrong");
        assertThat(put(OVERRIDE, body, "Authorization: Basic abc").status()).isEqualTo(401);
        assertThat(put(OVERRIDE, body, "Authorization: Bearer first-token-0123456")
                        .status())
                .isEqualTo(200);
        assertThat(get("/api/v1/status").status())
                .as("reading on loopback needs none")
                .isEqualTo(200);

        token = AdminToken.of("second-token-987654".getBytes(StandardCharsets.UTF_8));
        assertThat(put(OVERRIDE, body, "Authorization: Bearer first-token-0123456")
                        .status())
                .isEqualTo(401);
        token = AdminToken.UNREADABLE;
        assertThat(put(OVERRIDE, body, "Authorization: Bearer second-token-987654")
                        .status())
                .isEqualTo(403);
        assertThat(put(OVERRIDE, body, "Authorization: Bearer ").status()).isEqualTo(403);
    }

    @Test
    void offLoopbackEverythingButTheLivenessNeedsTheToken() throws Exception {
        AdminServer wide = listening(new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 0));
        try {
            assertThat(send(wide, "GET", "/healthz", "").status()).isEqualTo(200);
            assertThat(send(wide, "GET", "/metrics", "").json().getString("error"))
                    .as("no token is configured, so nobody may")
                    .isEqualTo("token_unavailable");
            token = AdminToken.of("first-token-0123456".getBytes(StandardCharsets.UTF_8));
            for (String path : List.of("/metrics", "/readyz", "/api/v1/status")) {
                assertThat(send(wide, "GET", path, "").status()).as(path).isEqualTo(401);
                assertThat(send(wide, "GET", path, "", "Authorization: Bearer first-token-0123456")
                                .status())
                        .as(path)
                        .isEqualTo(200);
            }
        } finally {
            wide.close().await(10, TimeUnit.SECONDS);
        }
    }
}
