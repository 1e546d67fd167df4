package io.failoverd.probes;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.probes.model.Cadence;
import io.failoverd.probes.model.Check;
import io.failoverd.probes.model.FailureReason;
import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.ProbeResult;
import io.failoverd.probes.model.Probed;
import io.failoverd.probes.model.Target;
import io.failoverd.probes.model.TargetId;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

/** What the tests of all probers need: a Vert.x, a clock, and words for targets and outcomes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class Probing {
    /** Not on the transport that the daemon prefers. The errors of NIO have other texts, and must mean the same. */
    @Retention(RetentionPolicy.RUNTIME)
    public @interface OnNio {}

    /** With the JDK's TLS, which is for where BoringSSL is not. Its errors have other texts, and must mean the same. */
    @Retention(RetentionPolicy.RUNTIME)
    public @interface OnJdkTls {}

    protected static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Long enough that a noisy machine is not late by a tenth of it. */
    protected static final Cadence QUICK = new Cadence(
            Duration.ofSeconds(2), Duration.ofMillis(500), Duration.ofMillis(1500), Duration.ofMillis(2000));

    protected static final Cadence PATIENT =
            new Cadence(Duration.ofSeconds(2), Duration.ofMillis(500), Duration.ofSeconds(15), Duration.ofSeconds(15));

    /** Where the kernel lists what this process holds open. */
    protected static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private static final long ORIGIN = System.nanoTime();
    protected static final Supplier<Moment> CLOCK = () -> new Moment(System.nanoTime() - ORIGIN);

    protected final Vertx vertx;
    protected final Dialer dialer;

    protected Probing() {
        boolean epoll = !getClass().isAnnotationPresent(OnNio.class);
        vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(epoll));
        boolean jdk = getClass().isAnnotationPresent(OnJdkTls.class);
        dialer =
                new Dialer(vertx, CLOCK, InstantSource.system(), () -> jdk ? new JdkEngines() : TlsEngines.preferred());
        if (epoll && System.getenv("CI") != null) {
            assertThat(vertx.isNativeTransportEnabled()).isTrue();
            assertThat(TlsEngines.preferred()).isInstanceOf(BoringSslEngines.class);
        }
    }

    @AfterAll
    void closeVertx() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    protected static Target target(String address, Check check) {
        return new Target(
                new TargetId("www.gslb.test", "ep", check.name()),
                InetAddress.ofLiteral(address),
                "www.gslb.test",
                check);
    }

    protected static Probed finished(Attempt attempt) {
        try {
            return attempt.outcome().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("an attempt did not complete well", e);
        }
    }

    protected static void assertDown(Probed probed, FailureReason reason) {
        assertThat(probed.result())
                .isInstanceOfSatisfying(
                        ProbeResult.Down.class,
                        down -> assertThat(down.reason()).isEqualTo(reason));
    }

    protected static void assertInconclusive(Probed probed, FailureReason reason) {
        assertThat(probed.result())
                .isInstanceOfSatisfying(
                        ProbeResult.Inconclusive.class,
                        result -> assertThat(result.reason()).isEqualTo(reason));
    }

    /** Outcome, reason and detail in one line. */
    protected static String line(Probed probed) {
        ProbeResult result = probed.result();
        return result.outcome() + " " + result.reasonLabel() + " " + result.detail();
    }

    protected static long descriptors() throws IOException {
        try (Stream<Path> entries = Files.list(DESCRIPTORS)) {
            return entries.count();
        }
    }
}
