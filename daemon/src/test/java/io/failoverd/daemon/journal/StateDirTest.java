package io.failoverd.daemon.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDirTest {
    @TempDir
    Path temp;

    private static StateDir held(StateDir.Claim claim) {
        return switch (claim) {
            case StateDir.Claim.Held held -> held.dir();
            case StateDir.Claim.Refused refused -> throw new AssertionError(refused.message());
        };
    }

    private static String refusal(StateDir.Claim claim) {
        return switch (claim) {
            case StateDir.Claim.Held held -> throw new AssertionError("held");
            case StateDir.Claim.Refused refused -> refused.message();
        };
    }

    @Test
    void directoryOfAnotherDaemonIsRefusedWithItsPidAndNode() throws Exception {
        Path dir = temp.resolve("state");
        try (StoreChild child = StoreChild.start(dir, 1)) {
            child.next("opened");
            assertThat(refusal(StateDir.lock(dir, "bastion-1")))
                    .isEqualTo(dir + " is in use by failoverd pid " + child.pid()
                            + " (node child); stop it or give --state-dir");
        }
        // The kernel has released it, and what the file says means nothing.
        held(StateDir.lock(dir, "bastion-1")).close();
    }

    @Test
    void secondClaimInTheSameProcessIsRefusedAndDoesNotReleaseTheFirst() throws Exception {
        Path dir = temp.resolve("state");
        StateDir first = held(StateDir.lock(dir, "bastion-1"));
        String sentence = dir + " is in use by failoverd pid "
                + ProcessHandle.current().pid() + " (node bastion-1); stop it or give --state-dir";
        assertThat(refusal(StateDir.lock(dir, "bastion-1"))).isEqualTo(sentence);
        try (StoreChild child = StoreChild.start(dir, 1)) {
            assertThat(child.next("refused ")).isEqualTo(sentence);
        }
        first.close();
        held(StateDir.lock(dir, "bastion-1")).close();
    }

    @Test
    void placeThatCannotBeADirectoryIsRefusedWithTheReason() throws IOException {
        Path file = Files.createFile(temp.resolve("file"));
        assertThat(refusal(StateDir.lock(file, "n")))
                .isEqualTo("cannot create the state directory " + file
                        + ": it exists and is not a directory; create it or give --state-dir");
        assertThat(refusal(StateDir.lock(file.resolve("below"), "n"))).contains("file");
    }

    @Test
    void directoryThatIsNotWritableIsRefusedWithTheReason() throws IOException {
        Path dir = Files.createDirectory(temp.resolve("state"));
        Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("r-xr-xr-x"));
        assumeFalse(Files.isWritable(dir), "root writes everywhere");
        assertThat(refusal(StateDir.lock(dir, "n")))
                .isEqualTo("cannot write to the state directory " + dir
                        + ": permission denied; make it writable or give --state-dir");
    }
}
