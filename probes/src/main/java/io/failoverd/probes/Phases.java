package io.failoverd.probes;

import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.PhaseTimings;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** In which phase a probe over one connection is, and how long each of them took. On the probe's event loop. */
final class Phases {
    private final Supplier<Moment> clock;

    private Phase phase = Phase.CONNECT;
    private Moment startedAt = Moment.ZERO;
    private Moment began = Moment.ZERO;
    private @Nullable Duration connect;
    private @Nullable Duration tls;
    private @Nullable Duration firstByte;

    Phases(Supplier<Moment> clock) {
        this.clock = clock;
    }

    void begin() {
        startedAt = clock.get();
        began = startedAt;
    }

    Phase current() {
        return phase;
    }

    Moment startedAt() {
        return startedAt;
    }

    void connected() {
        connect = next(Phase.TLS);
    }

    void tlsEstablished() {
        tls = next(Phase.FIRST_BYTE);
    }

    void noTls() {
        phase = Phase.FIRST_BYTE;
    }

    void requestSent() {
        began = clock.get();
    }

    void answered() {
        firstByte = next(Phase.BODY);
    }

    private Duration next(Phase next) {
        Moment now = clock.get();
        Duration taken = now.since(began);
        began = now;
        phase = next;
        return taken;
    }

    /** Of a probe that ended at {@code end}. */
    PhaseTimings timings(Moment end) {
        return new PhaseTimings(connect, tls, firstByte, end.since(startedAt));
    }
}
