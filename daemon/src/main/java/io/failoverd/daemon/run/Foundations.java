package io.failoverd.daemon.run;

import io.failoverd.daemon.Version;
import io.failoverd.daemon.admin.Metrics;
import io.failoverd.daemon.journal.StateStore;
import io.failoverd.dns.server.LocalDns;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/**
 * What every daemon stands on, whatever its configuration says: made on threads of its own while that is read, since who
 * waits for the first answer waits for both. The log comes first: everything else says something there. Begun by {@link
 * Start}, owned by {@link Lifecycle}, closed after the daemon.
 */
final class Foundations implements AutoCloseable {
    private final CompletableFuture<?> log = CompletableFuture.runAsync(LoggerFactory::getILoggerFactory, on("log"));
    private final CompletableFuture<Vertx> vertx = begin("event-loops", () -> EventLoops.open(new VertxOptions()));
    private final CompletableFuture<Vertx> dnsLoops = begin("dns-loops", EventLoops::forDns);
    private final CompletableFuture<Metrics> metrics = begin("metrics", () -> new Metrics(Version.current()));
    private final CompletableFuture<?> prepared = CompletableFuture.allOf(
            prepare("state", StateStore::prepare),
            prepare("dns-link", LocalDns::prepare),
            prepare("signals", Signals::prepare));

    private <T> CompletableFuture<T> begin(String name, Supplier<T> maker) {
        return log.thenApplyAsync(_ -> maker.get(), on(name));
    }

    /** Begins something that is done in any case where it is needed, and sooner if it was begun. */
    private CompletableFuture<?> prepare(String name, Runnable action) {
        return log.thenRunAsync(action, on(name));
    }

    private static Executor on(String name) {
        return task -> Thread.ofPlatform().name(name).daemon(true).start(task);
    }

    void awaitLog() {
        log.join();
    }

    /** Waits for them. */
    Vertx vertx() {
        return vertx.join();
    }

    /** Waits for them. */
    Vertx dnsLoops() {
        return dnsLoops.join();
    }

    /** Waits for them. */
    Metrics metrics() {
        return metrics.join();
    }

    /** Waits for what is not made yet. What could not be made was told to whoever asked for it. */
    @Override
    public void close() {
        var closing = new Closing();
        closing(closing, "event loops", vertx);
        closing(closing, "DNS loops", dnsLoops);
        made(metrics).ifPresent(present -> closing.add("metrics", present, Metrics::close));
        closing.close();
        made(prepared);
    }

    private static void closing(Closing closing, String name, CompletableFuture<Vertx> loops) {
        made(loops)
                .ifPresent(
                        made -> closing.add(name, made, each -> Daemon.PARTS.await("close the " + name, each.close())));
    }

    private static <T> Optional<T> made(CompletableFuture<T> part) {
        return part.handle((made, _) -> Optional.ofNullable(made)).join();
    }
}
