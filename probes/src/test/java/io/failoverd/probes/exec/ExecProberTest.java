package io.failoverd.probes.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.failoverd.probes.Attempt;
import io.failoverd.probes.ConnectionlessContract;
import io.failoverd.probes.model.Cadence;
import io.failoverd.probes.model.ExecCheck;
import io.failoverd.probes.model.FailureReason;
import io.failoverd.probes.model.LatencyLimits;
import io.failoverd.probes.model.ProbeResult;
import io.failoverd.probes.model.Probed;
import io.failoverd.probes.model.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExecProberTest extends ConnectionlessContract {
    @TempDir
    private static Path folder;

    private final ExecProber prober = new ExecProber(dialer);

    @Override
    protected Attempt start(Target target) {
        return prober.start(target, (ExecCheck) target.check());
    }

    @Override
    protected Target healthy(Cadence cadence) {
        return shell(cadence, "echo fine");
    }

    @Override
    protected Target silent(Cadence cadence) {
        return shell(cadence, "sleep 300");
    }

    @Override
    protected FailureReason whenSilent() {
        return FailureReason.TOTAL_TIMEOUT;
    }

    @Override
    protected int rounds() {
        return 20;
    }

    /** The shell is the program here; failoverd itself never asks one. */
    private static Target shell(Cadence cadence, String script) {
        return program(cadence, Map.of(), "/bin/sh", "-c", script);
    }

    private static Target program(Cadence cadence, Map<String, String> environment, String... command) {
        return target(
                "127.0.0.2", new ExecCheck("exec", 8080, List.of(command), environment, LatencyLimits.NONE, cadence));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            exit 0                       | UP none exit 0
            echo all well                | UP none exit 0: all well
            echo slow; exit 1            | DEGRADED exec_degraded exit 1: slow
            echo gone >&2; exit 2        | DOWN exec_down exit 2: gone
            exit 3                       | INCONCLUSIVE local_program the program does not know, exit 3
            exit 7                       | DOWN exec_exit neither 0 (up), 1 (degraded) nor 2 (down), exit 7
            exec /nowhere                | INCONCLUSIVE local_program the program could not run another one, exit 127: *
            kill -9 $$                   | INCONCLUSIVE local_program the program was killed by signal 9
            printf '\\033[31ma\\n\\n b\\nc\\nd' | UP none exit 0: [31ma / b / c
            """)
    void theExitCodeIsTheVerdict(String script, String expected) {
        Probed probed = probe(shell(PATIENT, script));
        if (expected.endsWith("*")) {
            assertThat(line(probed)).startsWith(expected.substring(0, expected.length() - 1));
        } else {
            assertThat(line(probed)).isEqualTo(expected);
        }
        assertThat(probed.timings().firstByte()).isNull();
    }

    @Test
    void argumentsAreNoShellsAndTheEnvironmentIsOurs() {
        Probed probed = probe(program(PATIENT, Map.of("MINE", "yes"), "/usr/bin/printf", "%s|", "$HOME;id", "*", ""));
        assertThat(line(probed)).isEqualTo("UP none exit 0: $HOME;id|*||");
        Probed told = probe(program(
                PATIENT,
                Map.of("MINE", "yes"),
                "/bin/sh",
                "-c",
                "env | cut -d= -f1 | grep -v '^_$' | sort | tr '\\n' ' '; echo; "
                        + "echo $FAILOVERD_SERVICE $FAILOVERD_ENDPOINT $FAILOVERD_CHECK $FAILOVERD_ADDRESS"
                        + " $FAILOVERD_PORT $FAILOVERD_TIMEOUT_MS $MINE; pwd"));
        assertThat(told.result().detail())
                .isEqualTo("exit 0: FAILOVERD_ADDRESS FAILOVERD_CHECK FAILOVERD_ENDPOINT FAILOVERD_PORT FAILOVERD_PROBE"
                        + " FAILOVERD_SERVICE FAILOVERD_TIMEOUT_MS LANG MINE PATH PWD"
                        + " / www.gslb.test ep exec 127.0.0.2 8080 15000 yes / /");
    }

    @Test
    void whatCannotBeStartedIsOurFault() throws IOException {
        Path data = Files.writeString(folder.resolve("data"), "x");
        assertThat(line(probe(program(PATIENT, Map.of(), "/nowhere/check"))))
                .isEqualTo(
                        "INCONCLUSIVE local_program /nowhere/check does not exist, or what it names in its first line");
        assertThat(line(probe(program(PATIENT, Map.of(), data.toString()))))
                .isEqualTo("INCONCLUSIVE local_program " + data + " is not executable for this user");
    }

    @Test
    void aFloodIsCutOff() {
        Probed probed = probe(program(PATIENT, Map.of(), "/usr/bin/yes", "flood"));
        assertThat(line(probed))
                .isEqualTo("INCONCLUSIVE local_program the program wrote more than 256 KiB: flood / flood / flood");
    }

    /** Children in sessions of their own, children without a parent, and one that ignores to be asked. */
    @Test
    void aTimeoutKillsTheWholeTree() {
        String seconds = "86" + ProcessHandle.current().pid();
        String script = "(sleep %1$s &) ; setsid sleep %1$s & trap '' TERM; sh -c 'sleep %1$s; true' ; sleep %1$s"
                .formatted(seconds);
        Attempt attempt = start(shell(QUICK, script));
        await().atMost(PATIENCE).until(() -> alive("sleep " + seconds) >= 3);
        ProbeResult result = finished(attempt).result();
        assertThat(result.reasonLabel()).isIn("total_timeout", "local_overload");
        await().atMost(PATIENCE).until(() -> alive("sleep " + seconds) == 0);
    }

    /** The story: a plugin that left a helper behind, whose pipe kept a thread of ours for ever. */
    @Test
    void aChildThatHoldsTheOutputDoesNotHoldTheProbe() {
        String seconds = "87" + ProcessHandle.current().pid();
        Probed probed = probe(shell(PATIENT, "echo done; (setsid sleep %s &); exit 0".formatted(seconds)));
        assertThat(line(probed)).isEqualTo("UP none exit 0: done");
        assertThat(probed.timings().total()).isLessThan(Duration.ofSeconds(10));
        await().atMost(PATIENCE).until(() -> alive("sleep " + seconds) == 0);
    }

    @Test
    void aFullHouseIsOurFaultAndOnlyUntilAPlaceIsFree() {
        var small = new ExecProber(dialer, 1, ProcessBuilder::start);
        Target slow = shell(PATIENT, "sleep 300");
        Target quick = healthy(PATIENT);
        Attempt first = small.start(slow, (ExecCheck) slow.check());
        Probed refused = finished(small.start(quick, (ExecCheck) quick.check()));
        assertThat(line(refused))
                .isEqualTo("INCONCLUSIVE local_limit no place among the 1 programs that checks may run at once");
        first.cancel();
        assertInconclusive(finished(first), FailureReason.LOCAL_ERROR);
        await().atMost(PATIENCE)
                .until(() ->
                        finished(small.start(quick, (ExecCheck) quick.check())).result() instanceof ProbeResult.Up);
    }

    /** The story: a plugin on a disk that hung stopped the event loop of half of all targets. */
    @Test
    void aStartThatHangsHoldsUpNobody() throws Exception {
        var hangs = new CountDownLatch(1);
        var stuck = new ExecProber(dialer, 1, program -> {
            try {
                hangs.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            return program.start();
        });
        String seconds = "88" + ProcessHandle.current().pid();
        Target target = shell(QUICK, "exec sleep " + seconds);
        Attempt attempt = stuck.start(target, (ExecCheck) target.check());
        assertThat(line(finished(attempt)))
                .isEqualTo("INCONCLUSIVE local_program the program could not be started within 2000 ms");
        hangs.countDown();
        await().atMost(PATIENCE)
                .until(() -> finished(stuck.start(healthy(PATIENT), (ExecCheck)
                                        healthy(PATIENT).check()))
                                .result()
                        instanceof ProbeResult.Up);
        assertThat(alive("sleep " + seconds)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"true, local_limit", "false, local_error"})
    void whatGoesWrongHereIsNeverTheTargetsFault(boolean memory, String reason) {
        var broken = new ExecProber(dialer, 1, _ -> {
            if (memory) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            throw new IllegalArgumentException("a NUL in the environment");
        });
        Target target = healthy(PATIENT);
        ProbeResult result =
                finished(broken.start(target, (ExecCheck) target.check())).result();
        assertThat(result).isInstanceOf(ProbeResult.Inconclusive.class);
        assertThat(result.reasonLabel()).isEqualTo(reason);
    }

    @Test
    void noZombieIsLeft() {
        for (int i = 0; i < 20; i++) {
            probe(shell(PATIENT, "sleep 0"));
        }
        await().atMost(PATIENCE).untilAsserted(() -> {
            try (Stream<ProcessHandle> children = ProcessHandle.current().children()) {
                assertThat(children.map(ProcessHandle::pid).filter(ExecProberTest::isZombie))
                        .isEmpty();
            }
        });
    }

    private static boolean isZombie(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return stat.substring(stat.lastIndexOf(')')).startsWith(") Z");
        } catch (IOException _) {
            return false;
        }
    }

    /** Processes with this command line. */
    private static long alive(String command) throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            return all.filter(process -> commandLine(process).equals(command)).count();
        }
    }

    private static String commandLine(Path process) {
        try {
            return Files.readString(process.resolve("cmdline"))
                    .replace('\0', ' ')
                    .strip();
        } catch (IOException _) {
            return "";
        }
    }
}
