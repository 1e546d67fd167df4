package io.failoverd.daemon.admin;

import io.failoverd.probes.model.ProbeResult;
import io.failoverd.probes.model.Probed;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One probe as the status and the command line show it. The keys are a contract. */
public final class ProbeJson {
    private ProbeJson() {}

    /** The outcome and the phases of one probe; a phase that was not reached is null. */
    public static JsonObject of(Probed probed) {
        boolean up = probed.result() instanceof ProbeResult.Up;
        return new JsonObject()
                .put("outcome", probed.result().outcome())
                .put("reason", up ? null : probed.result().reasonLabel())
                .put("detail", probed.result().detail())
                .put("connectMs", millis(probed.timings().connect()))
                .put("tlsMs", millis(probed.timings().tls()))
                .put("firstByteMs", millis(probed.timings().firstByte()))
                .put("totalMs", millis(probed.timings().total()));
    }

    /** Milliseconds with three decimals. */
    private static @Nullable Double millis(@Nullable Duration duration) {
        return duration == null ? null : Double.valueOf(Math.round(duration.toNanos() / 1e3) / 1e3);
    }
}
