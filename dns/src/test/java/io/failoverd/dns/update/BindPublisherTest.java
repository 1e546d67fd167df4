package io.failoverd.dns.update;

import io.failoverd.dns.contract.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract over BIND: a primary, and a secondary that has to follow before a change counts as verified. */
class BindPublisherTest extends PeerContract {
    @TempDir
    static Path folder;

    private static Peer primary;
    private static Peer secondary;

    @BeforeAll
    static void start() throws IOException {
        Peer.require("named", "bind9");
        int second = Peer.freePort();
        primary = Peer.bind(Files.createDirectory(folder.resolve("primary")), Peer.freePort(), second);
        secondary = Peer.bindSecondary(
                Files.createDirectory(folder.resolve("secondary")),
                second,
                primary.address().getPort());
    }

    @AfterAll
    static void stop() {
        if (primary != null) {
            primary.close();
        }
        if (secondary != null) {
            secondary.close();
        }
    }

    @Override
    protected Peer primary() {
        return primary;
    }

    @Override
    protected Map<String, String> refusals() {
        return Map.of(
                "unknown", "BADKEY", "wrong", "BADSIG", "late", "BADTIME", "powerless", "REFUSED", "none", "REFUSED");
    }

    @Override
    protected Stage stage() throws IOException {
        return new PeerStage(primary, List.of(primary.address(), secondary.address()));
    }
}
