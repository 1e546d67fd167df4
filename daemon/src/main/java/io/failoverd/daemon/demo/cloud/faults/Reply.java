package io.failoverd.daemon.demo.cloud.faults;

import java.time.Duration;

/** What the caller hears. */
public sealed interface Reply {
    /** The truth. */
    record Normal() implements Reply {}

    /** An error in JSON, as the gateway writes it. */
    record Refused(int status, String code, String message) implements Reply {}

    /** Something that is not the API's: a proxy's page, or nothing at all. */
    record Page(int status, String contentType, String body) implements Reply {}

    /** The connection ends without a byte. */
    record Dropped() implements Reply {}

    /** The truth, after a silence. */
    record SlowHead(Duration silence) implements Reply {
        public SlowHead {
            Bounds.check(silence);
        }
    }

    /** The truth, a byte at a time: each is in time for a read timeout, the whole is not. */
    record Dripping(Duration perByte) implements Reply {
        public Dripping {
            Bounds.check(perByte);
        }
    }

    /** HTTP 200 whose body says {@code "Success": false}. */
    record Unsuccessful() implements Reply {}
}
