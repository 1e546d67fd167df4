package io.failoverd.daemon.e2e;

import static io.failoverd.daemon.e2e.RunningDaemon.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Type;

/**
 * The mesh's distribution and its failover order, both at once, as clients of two regions see them: nine of ten stay at
 * home until home is out, then all go where the list says.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RegionalTest {
    private static final String SERVICE = "www.e2e.test";
    private static final String HANGZHOU = "127.0.35.1";
    private static final String SHANGHAI = "127.0.35.2";
    private static final String CLIENT_HANGZHOU = "198.51.100.0/24";
    private static final String CLIENT_SHANGHAI = "203.0.113.0/24";
    private static final int QUERIES = 10_000;

    @TempDir
    private static Path folder;

    private static Gateway hangzhou;
    private static Gateway shanghai;
    private static RunningDaemon daemon;

    @BeforeAll
    static void start() throws Exception {
        hangzhou = new Gateway(HANGZHOU, 0, Gateway.status(200));
        shanghai = new Gateway(SHANGHAI, hangzhou.port(), Gateway.status(200));
        daemon = new RunningDaemon(
                folder,
                FastService.check(hangzhou.port())
                        + """
                clients:
                  regions:
                    cn-hangzhou: ["%s"]
                    cn-shanghai: ["%s"]
                services:
                  - name: %s
                    check: page
                    policy:
                      regional:
                        ramp: {steps: [100]}
                        clients:
                          cn-hangzhou: {distribution: {cn-hangzhou: 90, cn-shanghai: 10}, failover: [cn-shanghai]}
                          cn-shanghai: {distribution: {cn-shanghai: 100}, failover: [cn-hangzhou]}
                    ttl: {steady: 1s, changing: 1s}
                    holdDown: 1s
                    endpoints:
                      - {name: hz, region: cn-hangzhou, address: %s}
                      - {name: sh, region: cn-shanghai, address: %s}
                """.formatted(CLIENT_HANGZHOU, CLIENT_SHANGHAI, SERVICE, HANGZHOU, SHANGHAI));
        await("both are UP")
                .atMost(PATIENCE)
                .until(() -> daemon.endpoint(SERVICE, "hz").health().equals("UP")
                        && daemon.endpoint(SERVICE, "sh").health().equals("UP"));
    }

    @AfterAll
    static void stop() throws Exception {
        if (daemon != null) {
            daemon.close();
        }
        hangzhou.close();
        shanghai.close();
    }

    /** How often each address came, asked for this client subnet. */
    private static Map<String, Integer> answers(String subnet) throws Exception {
        var counts = new HashMap<String, Integer>();
        for (String answer : daemon.dns().forClients(SERVICE, subnet, QUERIES)) {
            counts.merge(answer, 1, Integer::sum);
        }
        return counts;
    }

    @Test
    @Order(1)
    void nineOfTenClientsOfHangzhouStayThere() throws Exception {
        Map<String, Integer> counts = answers(CLIENT_HANGZHOU);

        assertThat(counts.keySet()).containsExactlyInAnyOrder(HANGZHOU, SHANGHAI);
        assertThat(counts.get(HANGZHOU) / (double) QUERIES).isCloseTo(0.90, within(0.01));
        assertThat(answers(CLIENT_SHANGHAI)).containsExactly(Map.entry(SHANGHAI, QUERIES));
    }

    @Test
    @Order(2)
    void afterHangzhouDiedAllGoToShanghai() throws Exception {
        hangzhou.kill();
        await("hangzhou is out")
                .atMost(PATIENCE)
                .until(() -> !daemon.endpoint(SERVICE, "hz").inAnswer());

        assertThat(answers(CLIENT_HANGZHOU)).containsExactly(Map.entry(SHANGHAI, QUERIES));
        assertThat(daemon.endpoint(SERVICE, "sh").text("POLICY_REGIONAL")).contains("cn-hangzhou");
        assertThat(daemon.dns().ask("_failoverd." + SERVICE, Type.TXT).toString())
                .as("why, asked over DNS")
                .contains("hz (" + HANGZHOU + ") is DOWN and out of the answer: ")
                .contains("probes refused");
    }

    @Test
    @Order(3)
    void whenHangzhouIsBackNineOfTenAreBack() throws Exception {
        hangzhou.start();
        await("hangzhou is in")
                .atMost(PATIENCE)
                .until(() -> daemon.endpoint(SERVICE, "hz").inAnswer());

        assertThat(answers(CLIENT_HANGZHOU).get(HANGZHOU) / (double) QUERIES).isCloseTo(0.90, within(0.01));
    }
}
