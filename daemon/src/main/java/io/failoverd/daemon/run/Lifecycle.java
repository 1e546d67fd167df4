package io.failoverd.daemon.run;

import io.failoverd.daemon.config.ConfigLoader;
import io.failoverd.daemon.config.ConfigResult;
import io.failoverd.daemon.config.Configuration;
import io.failoverd.daemon.config.SecretReader;
import io.failoverd.daemon.config.Surroundings;
import io.failoverd.daemon.config.yaml.Problem;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of the daemon, from its configuration to the last line of the log: start, tell the service manager,
 * reload on SIGHUP, stop on SIGTERM. Its work happens on the thread that calls {@link #run}; signals only wake it.
 */
final class Lifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);

    private static final int GOOD = 0;
    private static final int BAD = 1;

    /** How often the service manager hears how we are. */
    private static final Duration STATUS_EVERY = Duration.ofSeconds(5);

    /** The JVM waits this long for a clean end; the unit's TimeoutStopSec is longer. */
    private static final Duration STOP_WITHIN = Duration.ofSeconds(30);

    private final Path config;
    private final Optional<Path> stateDir;
    private final PrintStream err;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicBoolean hup = new AtomicBoolean();
    private final Semaphore wake = new Semaphore(0);

    Lifecycle(Path config, Optional<Path> stateDir, PrintStream err) {
        this.config = config;
        this.stateDir = stateDir;
        this.err = err;
    }

    /**
     * Runs until SIGTERM or SIGINT; returns the exit code.
     *
     * @param first the configuration as it was read at the start
     * @param foundations closed here
     */
    int run(ConfigResult first, Foundations foundations) {
        SystemdNotifier notifier = SystemdNotifier.open(System.getenv());
        try (notifier;
                foundations) {
            ConfigResult.Loaded loaded = taken(first);
            listenToSignals();
            try (Daemon daemon = Daemon.start(loaded, secrets(loaded.configuration()), stateDir, foundations)) {
                LOG.info(
                        "ready: DNS on {}, admin on {}, {}",
                        String.join(", ", daemon.listening()),
                        loaded.configuration().admin().listen(),
                        daemon.summary());
                serve(daemon, notifier);
                notifier.stopping();
                LOG.info("stopping");
            }
            LOG.info("stopped");
            return GOOD;
        } catch (StartFailure e) {
            for (String line : String.valueOf(e.getMessage()).split("\n", -1)) {
                err.println("failoverd: " + line);
            }
            return BAD;
        } finally {
            stopped.countDown();
        }
    }

    /** Before anything is started: a signal that comes early is heeded as soon as there is a daemon to heed it. */
    private void listenToSignals() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::shutDown, "shutdown"));
        Signals.on("HUP", () -> {
            hup.set(true);
            wake();
        });
        // Without these the JVM would end with 143, which says "killed" and not "asked to stop".
        Signals.on("TERM", this::stop);
        Signals.on("INT", this::stop);
    }

    private void serve(Daemon daemon, SystemdNotifier notifier) {
        Optional<Watchdog> watchdog = notifier.watchdogTimeout()
                .map(timeout -> new Watchdog(timeout, daemon.heartbeats(), notifier::watchdogPing));
        notifier.ready(daemon.summary());
        watchdog.ifPresent(Watchdog::start);
        String told = daemon.summary();
        while (stop.getCount() > 0) {
            if (hup.getAndSet(false)) {
                notifier.reloading();
                reload(daemon);
                notifier.ready(daemon.summary());
            }
            String summary = daemon.summary();
            if (!summary.equals(told)) {
                notifier.status(summary);
                told = summary;
            }
            pause();
        }
        watchdog.ifPresent(Watchdog::close);
    }

    private void reload(Daemon daemon) {
        try {
            ConfigResult.Loaded next = taken(ConfigLoader.load(config).forRunning());
            daemon.reload(next, secrets(next.configuration()));
        } catch (StartFailure e) {
            daemon.rejected(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("a bug in the reload; the configuration in force stays", e);
            daemon.rejected("a bug in the reload: " + e);
        }
    }

    private static ConfigResult.Loaded taken(ConfigResult result) throws StartFailure {
        return switch (result) {
            case ConfigResult.Loaded loaded -> {
                warn(loaded.warnings());
                yield loaded;
            }
            case ConfigResult.Rejected rejected -> {
                warn(rejected.warnings());
                throw new StartFailure(String.join(
                        "\n", rejected.problems().stream().map(Problem::line).toList()));
            }
        };
    }

    private static void warn(List<Problem> warnings) {
        warnings.forEach(warning -> LOG.warn("{}", warning.line()));
    }

    private static Secrets secrets(Configuration configuration) throws StartFailure {
        return Secrets.read(configuration, new SecretReader(Surroundings.ofThisMachine()));
    }

    private void stop() {
        stop.countDown();
        wake();
    }

    /** For an end that is not a signal of ours: the JVM must not halt while sockets and state are open. */
    private void shutDown() {
        stop();
        try {
            if (!stopped.await(STOP_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.error("not stopped within {} s", STOP_WITHIN.toSeconds());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void wake() {
        wake.release();
    }

    private void pause() {
        try {
            if (wake.tryAcquire(STATUS_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                wake.drainPermits();
            }
        } catch (InterruptedException _) {
            stop.countDown();
        }
    }
}
