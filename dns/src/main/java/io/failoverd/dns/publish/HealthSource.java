package io.failoverd.dns.publish;

import io.failoverd.dns.model.HealthReading;
import io.failoverd.dns.model.ManagedName;

/**
 * A target that checks the addresses of a name itself, from places of its own. Blocks, like a {@link Provider}; safe for
 * threads; expected failures are values.
 */
public interface HealthSource {
    /** What its health checks say now, of each address that it holds for the name. Takes a call from its quota. */
    HealthReading health(ManagedName name, Call call);
}
