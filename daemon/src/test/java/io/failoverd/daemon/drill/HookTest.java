package io.failoverd.daemon.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HookTest {
    @TempDir
    Path directory;

    @Test
    void itIsRunAsItWouldBeWhenTyped() throws Exception {
        Path made = directory.resolve("made");
        assertThat(new Hook("echo one > '" + made + "'; echo two >> '" + made + "'").run())
                .isInstanceOf(Hook.Ran.Well.class);
        assertThat(Files.readString(made)).isEqualTo("one\ntwo\n");
    }

    @Test
    void whatItSaidLastIsToldWhenItFails() throws Exception {
        assertThat(new Hook("echo no such deployment >&2; exit 3").run())
                .isEqualTo(new Hook.Ran.Badly("it ended with code 3: no such deployment"));
    }

    @Test
    void whatItLeavesRunningIsNotWaitedFor() throws Exception {
        Path pid = directory.resolve("pid");
        Hook.Ran ran = new Hook("sleep 60 & echo $! > '" + pid + "'").run();
        long left = Long.parseLong(Files.readString(pid).strip());
        try {
            assertThat(ran).isInstanceOf(Hook.Ran.Well.class);
            assertThat(ProcessHandle.of(left)).isPresent();
        } finally {
            ProcessHandle.of(left).ifPresent(ProcessHandle::destroy);
        }
    }
}
