package io.failoverd.probes.exec;

import io.failoverd.probes.Inquiry;
import io.failoverd.probes.model.ExecCheck;
import io.failoverd.probes.model.FailureReason;
import io.failoverd.probes.model.ProbeResult;
import io.failoverd.probes.model.Target;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a program: started and waited for on a thread of the prober, ended from the event loop of its inquiry. Its
 * end is told when the process is gone, its pipe is closed and its thread is free.
 */
final class Execution implements Inquiry.Errand {
    private static final Logger log = LoggerFactory.getLogger(Execution.class);

    /** Of the output; more is read, so that the program is not held up, and forgotten. */
    private static final int KEPT_BYTES = 4096;

    /** For children that still write when their parent has ended. */
    private static final Duration STRAGGLERS = Duration.ofMillis(200);

    /** The kernel needs a moment for a process that was killed; one that hangs in the kernel holds up nobody. */
    private static final Duration BURIAL = Duration.ofSeconds(1);

    private static final String MARK = "FAILOVERD_PROBE";

    private final Executor threads;
    private final int places;
    private final Launch launch;
    private final Target target;
    private final ExecCheck check;
    private final String mark;
    private final Promise<Void> gone = Promise.promise();

    // Seen by the thread that runs the program and by the event loop; guarded by this.
    private @Nullable Process process;
    private boolean released;

    /** How a program is started: by {@link ProcessBuilder#start}. */
    interface Launch {
        Process start(ProcessBuilder program) throws IOException;
    }

    /**
     * As one of some.
     *
     * @param places how many may run at once, which {@code threads} sees to
     * @param mark that no other process has in its environment
     */
    Execution(Executor threads, int places, Launch launch, Target target, ExecCheck check, String mark) {
        this.threads = threads;
        this.places = places;
        this.launch = launch;
        this.target = target;
        this.check = check;
        this.mark = mark;
    }

    @Override
    public void begin(Inquiry inquiry) {
        inquiry.sent();
        try {
            threads.execute(() -> {
                ProbeResult result = ended(inquiry);
                gone.tryComplete();
                inquiry.onLoop(() -> inquiry.finish(result));
            });
        } catch (RejectedExecutionException _) {
            gone.tryComplete();
            inquiry.finish(new ProbeResult.Inconclusive(
                    FailureReason.LOCAL_LIMIT,
                    "no place among the " + places + " programs that checks may run at once"));
        } catch (OutOfMemoryError _) { // what Java says when the system gives it no thread
            gone.tryComplete();
            inquiry.finish(noRoom());
        }
    }

    private ProbeResult ended(Inquiry inquiry) {
        try {
            return run(inquiry);
        } catch (OutOfMemoryError _) {
            return noRoom();
        } catch (RuntimeException | Error e) {
            log.error("the program of {} could not be run", target.id(), e);
            return new ProbeResult.Inconclusive(FailureReason.LOCAL_ERROR, "the prober failed");
        }
    }

    private static ProbeResult noRoom() {
        return new ProbeResult.Inconclusive(FailureReason.LOCAL_LIMIT, "this host has no room for another process");
    }

    private ProbeResult run(Inquiry inquiry) {
        Process started;
        try {
            started = start();
        } catch (IOException e) {
            return unstarted(e);
        }
        if (started == null) {
            return ExitExpectation.ours("the probe ended before its program began");
        }
        var _ = started.onExit().thenRun(() -> {
            var _ = inquiry.loop().schedule(() -> endStragglers(started), STRAGGLERS.toMillis(), TimeUnit.MILLISECONDS);
        });
        var kept = new ByteArrayOutputStream();
        try (InputStream output = started.getInputStream()) {
            if (!drained(output, kept)) {
                ProcessTree.kill(started, mark());
                started.waitFor();
                return ExitExpectation.ours("the program wrote more than " + ExecCheck.MAX_OUTPUT_BYTES / 1024
                        + " KiB: " + ExitExpectation.said(kept.toString(StandardCharsets.UTF_8)));
            }
            return ExitExpectation.judged(started.waitFor(), kept.toString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            return ExitExpectation.ours("what the program wrote could not be read");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            ProcessTree.kill(started, mark());
            return ExitExpectation.ours("interrupted");
        }
    }

    /**
     * Null when the probe has ended meanwhile. To start a program from a disk that hangs takes as long as the disk likes, and
     * the event loop, which may want to release this, is not to wait for it.
     */
    private @Nullable Process start() throws IOException {
        synchronized (this) {
            if (released) {
                return null;
            }
        }
        Process started = launch.start(program());
        boolean late;
        synchronized (this) {
            process = started;
            late = released;
        }
        if (late) {
            ProcessTree.kill(started, mark());
        }
        return started;
    }

    private ProcessBuilder program() {
        var builder = new ProcessBuilder(check.command())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .directory(new File("/"));
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        environment.put("LANG", "C.UTF-8");
        environment.putAll(check.environment());
        environment.put(MARK, mark);
        environment.put("FAILOVERD_ADDRESS", target.address().getHostAddress());
        environment.put("FAILOVERD_PORT", check.port() == 0 ? "" : Integer.toString(check.port()));
        environment.put("FAILOVERD_SERVICE", target.id().service());
        environment.put("FAILOVERD_ENDPOINT", target.id().endpoint());
        environment.put("FAILOVERD_CHECK", check.name());
        environment.put(
                "FAILOVERD_TIMEOUT_MS", Long.toString(check.cadence().timeout().toMillis()));
        return builder;
    }

    private String mark() {
        return MARK + "=" + mark;
    }

    /** Whether it ended within the limit. */
    private static boolean drained(InputStream output, ByteArrayOutputStream kept) throws IOException {
        byte[] chunk = new byte[8192];
        long all = 0;
        for (int read = output.read(chunk); read >= 0; read = output.read(chunk)) {
            kept.write(chunk, 0, Math.min(read, KEPT_BYTES - kept.size()));
            all += read;
            if (all > ExecCheck.MAX_OUTPUT_BYTES) {
                return false;
            }
        }
        return true;
    }

    private ProbeResult unstarted(IOException failure) {
        String text = failure.getMessage() == null ? "" : failure.getMessage().toLowerCase(Locale.ROOT);
        String program = check.command().getFirst();
        if (text.contains("too many open files")) {
            return new ProbeResult.Inconclusive(FailureReason.LOCAL_DESCRIPTORS, "too many open files");
        }
        if (text.contains("resource temporarily unavailable") || text.contains("cannot allocate memory")) {
            return noRoom();
        }
        if (text.contains("no such file")) {
            return ExitExpectation.ours(program + " does not exist, or what it names in its first line");
        }
        if (text.contains("permission denied")) {
            return ExitExpectation.ours(program + " is not executable for this user");
        }
        return ExitExpectation.ours(program + " cannot be started: " + ExitExpectation.said(text));
    }

    /** The program has ended, and something holds its output open. */
    private void endStragglers(Process ended) {
        if (!gone.future().isComplete()) {
            killAside(ended);
        }
    }

    private void killAside(Process condemned) {
        Thread.ofVirtual().name("exec-kill").start(() -> ProcessTree.kill(condemned, mark()));
    }

    @Override
    public ProbeResult expired(Duration limit) {
        synchronized (this) {
            if (process == null) {
                return ExitExpectation.ours("the program could not be started within " + limit.toMillis() + " ms");
            }
        }
        return new ProbeResult.Down(
                FailureReason.TOTAL_TIMEOUT, "the program did not end within " + limit.toMillis() + " ms");
    }

    @Override
    public Future<Void> release() {
        Process running;
        synchronized (this) {
            released = true;
            running = process;
        }
        if (running != null && !gone.future().isComplete()) {
            killAside(running);
        }
        return gone.future().timeout(BURIAL.toMillis(), TimeUnit.MILLISECONDS).otherwiseEmpty();
    }
}
