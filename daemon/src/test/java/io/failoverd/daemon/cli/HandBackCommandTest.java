package io.failoverd.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.demo.cloud.CloudSettings;
import io.failoverd.daemon.demo.cloud.FakeCloud;
import io.failoverd.daemon.demo.cloud.Seeds;
import io.failoverd.daemon.demo.cloud.account.DnsGtmPool;
import io.failoverd.daemon.demo.cloud.account.Edition;
import io.failoverd.daemon.demo.cloud.wire.AccessKey;
import io.failoverd.daemon.journal.StateDir;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a daemon that is gone has left in GTM 2.0: one address that is always answered, and one that never is. */
class HandBackCommandTest extends CommandLineOverSockets {
    private static final String SERVICE = "gtm2.example.com";

    private FakeCloud cloud;

    @BeforeEach
    void leave() throws Exception {
        cloud = FakeCloud.start(
                Seeds.everything("example.com", Edition.ENTERPRISE_ULTIMATE, List.of("203.0.113.10", "203.0.113.20")),
                CloudSettings.of(AccessKey.lasting("LTAI-hand-back", "secret")));
        cloud.cloud()
                .change(account -> account.with(new DnsGtmPool(
                        Seeds.GTM_POOL,
                        Seeds.GTM_INSTANCE,
                        "primary",
                        "IPV4",
                        "ALL_RR",
                        "monitor-1",
                        List.of(
                                new DnsGtmPool.Addr("203.0.113.10", "ONLINE", 1, "", ""),
                                new DnsGtmPool.Addr("203.0.113.20", "OFFLINE", 1, "", "")))));
        file("id", "LTAI-hand-back");
        file("secret", "secret");
    }

    @AfterEach
    void shutCloud() throws Exception {
        cloud.close();
    }

    private List<String> modes() {
        return Objects.requireNonNull(cloud.cloud().account().pools().get(Seeds.GTM_POOL)).addrs().stream()
                .map(addr -> addr.addr() + " " + addr.mode())
                .toList();
    }

    private static int nobodyListens() throws IOException {
        try (var socket = new ServerSocket(0, 1, LOOPBACK)) {
            return socket.getLocalPort();
        }
    }

    private Path config(int admin) throws IOException {
        return file("config.yaml", """
                node: {name: bastion, stateDir: %s}
                admin: {listen: "127.0.0.1:%d"}
                dns: {listen: ["127.0.0.1:5399"]}
                zones:
                  - {name: example.com, ns: {ns1.example.com: [127.0.0.1]}}
                checks:
                  page: {tcp: {port: 443}}
                services:
                  - name: %s
                    check: page
                    endpoints:
                      - {name: north, address: 203.0.113.10}
                      - {name: south, address: 203.0.113.20}
                publishers:
                  - name: gtm
                    gtm: {version: 2, instance: %s, pools: [%s], endpoint: "http://%s",
                      credentials: {accessKeyId: {file: %s}, accessKeySecret: {file: %s}}}
                    services: [%s]
                  - name: bind
                    rfc2136: {server: 127.0.0.2, zone: example.com}
                    services: [%s]
                """.formatted(
                        directory.resolve("state"),
                        admin,
                        SERVICE,
                        Seeds.GTM_INSTANCE,
                        Seeds.GTM_POOL,
                        cloud.endpoint(),
                        directory.resolve("id"),
                        directory.resolve("secret"),
                        SERVICE,
                        SERVICE));
    }

    private Ran handBack(int admin, String... more) throws IOException {
        var all = new java.util.ArrayList<>(
                List.of("hand-back", "--config", config(admin).toString()));
        all.addAll(List.of(more));
        return run(all.toArray(String[]::new));
    }

    @Test
    void everythingOfOursIsLeftToGtmOnceItIsWanted() throws Exception {
        Ran dry = handBack(nobodyListens(), "--dry-run", "gtm");
        assertThat(dry.out()).isEqualTo("""
                gtm  gtm2.example.com  would be handed back
                  enable 203.0.113.20 and leave it to the target's own health checks too
                  leave 203.0.113.10 to the target's own health checks too
                """);
        assertThat(dry.code()).isZero();
        assertThat(modes()).containsExactly("203.0.113.10 ONLINE", "203.0.113.20 OFFLINE");

        Ran done = handBack(nobodyListens(), "gtm", SERVICE + ".");
        assertThat(done.err()).isEmpty();
        assertThat(done.out()).startsWith("gtm  gtm2.example.com  handed back\n");
        assertThat(done.code()).isZero();
        assertThat(modes()).containsExactly("203.0.113.10 SMART", "203.0.113.20 SMART");
        assertThat(handBack(nobodyListens(), "--json", "gtm").out())
                .contains("\"ok\" : true", "\"text\" : \"is handed back already\"");
    }

    @Test
    void whatIsOutForAnotherReasonIsLeft() throws Exception {
        assertThat(handBack(nobodyListens(), "gtm", "--leave", "203.0.113.20").code())
                .isZero();
        assertThat(modes()).containsExactly("203.0.113.10 SMART", "203.0.113.20 OFFLINE");
        assertThat(handBack(nobodyListens(), "gtm", "--leave", "south").code()).isEqualTo(2);
    }

    @Test
    void aDaemonThatRunsHereWouldTakeItBack() throws Exception {
        int admin = server.address().getPort();
        Ran refused = handBack(admin, "gtm");
        assertThat(refused.err()).contains("a failoverd runs here and answers at http://127.0.0.1:" + admin, "--force");
        assertThat(refused.code()).isEqualTo(1);
        Path state = Files.createDirectories(directory.resolve("state"));
        StateDir.Claim claim = StateDir.lock(state, "bastion");
        assertThat(claim).isInstanceOf(StateDir.Claim.Held.class);
        try (StateDir held = ((StateDir.Claim.Held) claim).dir()) {
            assertThat(handBack(nobodyListens(), "gtm").err()).contains(held.path() + " is in use by failoverd pid");
            assertThat(modes()).containsExactly("203.0.113.10 ONLINE", "203.0.113.20 OFFLINE");
            assertThat(handBack(admin, "gtm", "--force").code()).isZero();
        }
        assertThat(modes()).containsExactly("203.0.113.10 SMART", "203.0.113.20 SMART");
    }

    @Test
    void whoCannotHandBackSaysSo() throws Exception {
        Ran cannot = handBack(nobodyListens(), "bind");
        assertThat(cannot.out())
                .contains("the target of publisher bind has no health checks of its own to hand back to");
        assertThat(cannot.code()).isEqualTo(1);
        assertThat(handBack(nobodyListens(), "nobody").err())
                .contains("there is no publisher nobody; there is gtm, bind");
        assertThat(handBack(nobodyListens(), "gtm", "other.example.com").out())
                .contains("publisher gtm does not keep other.example.com");
        file("secret", "wrong");
        Ran wrong = handBack(nobodyListens(), "gtm");
        assertThat(wrong.out()).contains("not handed back: SignatureDoesNotMatch");
        assertThat(wrong.out() + wrong.err()).doesNotContain("wrong");
        assertThat(wrong.code()).isEqualTo(1);
    }
}
