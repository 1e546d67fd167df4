package io.failoverd.dns.model;

import java.net.InetAddress;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What came of asking a target for what its own health checks say. A target that could not be read says nothing. */
public sealed interface HealthReading {
    /**
     * What it says.
     *
     * @param of each address that the target holds for the name, foreign ones too, in its order; one that it does not hold
     *     is not there
     */
    record Known(Map<InetAddress, TargetHealth> of) implements HealthReading {
        public Known {
            of = Collections.unmodifiableMap(new LinkedHashMap<>(of));
        }
    }

    /** Nothing was learned. */
    record Unknown(Failure why) implements HealthReading {}
}
