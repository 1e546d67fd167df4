package io.failoverd.probes.exec;

import io.failoverd.probes.Attempt;
import io.failoverd.probes.Dialer;
import io.failoverd.probes.Prober;
import io.failoverd.probes.model.ExecCheck;
import io.failoverd.probes.model.Target;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs programs, at most {@link ExecCheck#MAX_RUNNING} at once: a probe that finds no free place is not queued, since the
 * wait would count as the program's time. Who gets the places of the scheduled probes is shared out before they come here
 * ({@link io.failoverd.probes.ProbeLimits}); here they are short only where processes outlive their probes. Used from all event loops; the threads that wait for programs are its own and end when idle.
 */
public final class ExecProber implements Prober<ExecCheck> {
    private static final long IDLE_SECONDS = 10;

    private final Dialer dialer;
    private final int places;
    private final Execution.Launch launch;
    private final ExecutorService threads;

    public ExecProber(Dialer dialer) {
        this(dialer, ExecCheck.MAX_RUNNING, ProcessBuilder::start);
    }

    ExecProber(Dialer dialer, int places, Execution.Launch launch) {
        this.dialer = dialer;
        this.places = places;
        this.launch = launch;
        this.threads = new ThreadPoolExecutor(
                0,
                places,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                Thread.ofPlatform().daemon().name("probe-exec-", 0).factory());
    }

    @Override
    public Attempt start(Target target, ExecCheck check) {
        String mark = UUID.randomUUID().toString();
        return dialer.inquire(target, new Execution(threads, places, launch, target, check, mark));
    }
}
