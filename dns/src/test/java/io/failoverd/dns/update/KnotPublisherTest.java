package io.failoverd.dns.update;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract over Knot. */
class KnotPublisherTest extends PeerContract {
    @TempDir
    static Path folder;

    private static Peer primary;

    @BeforeAll
    static void start() throws IOException {
        primary = Peer.knot(folder, Peer.freePort());
    }

    @AfterAll
    static void stop() {
        if (primary != null) {
            primary.close();
        }
    }

    @Override
    protected Peer primary() {
        return primary;
    }

    @Override
    protected Map<String, String> refusals() {
        return Map.of(
                "unknown", "BADKEY", "wrong", "BADSIG", "late", "BADTIME", "powerless", "BADKEY", "none", "NOTAUTH");
    }
}
