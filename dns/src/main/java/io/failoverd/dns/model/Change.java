package io.failoverd.dns.model;

import java.net.InetAddress;
import java.time.Duration;
import java.util.OptionalInt;

/** One difference between what a target holds for a name and what it should, as the write that ends it. */
public sealed interface Change {
    InetAddress address();

    /** In one line, for the plan and the log. */
    String text();

    /**
     * The target has no record of this address: make one that answers.
     *
     * @param weight empty where the target does not weigh
     * @param ttl zero: the target's own choice
     * @param control who else may keep it out of the answer
     */
    record Add(InetAddress address, OptionalInt weight, Duration ttl, Control control) implements Change {
        public Add(InetAddress address, OptionalInt weight, Duration ttl) {
            this(address, weight, ttl, Control.ONLINE);
        }

        @Override
        public String text() {
            return "add " + address.getHostAddress()
                    + (weight.isPresent() ? " with weight " + weight.getAsInt() : "")
                    + (ttl.isZero() ? "" : ", TTL " + ttl.toSeconds() + " s")
                    + (control == Control.SMART ? ", left to the target's own health checks too" : "");
        }
    }

    /** The target holds the record switched off, or under another control than is wanted: let it answer so. */
    record Enable(TargetRecord record, Control control) implements Change {
        public Enable(TargetRecord record) {
            this(record, Control.ONLINE);
        }

        @Override
        public InetAddress address() {
            return record.address();
        }

        @Override
        public String text() {
            return control.text(address().getHostAddress(), record.enabled());
        }
    }

    /** Let the record answer no more: switched off where the target can, else deleted. */
    record Disable(TargetRecord record) implements Change {
        @Override
        public InetAddress address() {
            return record.address();
        }

        @Override
        public String text() {
            return "disable " + address().getHostAddress();
        }
    }

    /** The share of an address that answers. */
    record SetWeight(TargetRecord record, int weight) implements Change {
        @Override
        public InetAddress address() {
            return record.address();
        }

        @Override
        public String text() {
            return "weigh " + address().getHostAddress() + " " + weight
                    + (record.weight().isPresent()
                            ? " instead of " + record.weight().getAsInt()
                            : "");
        }
    }

    /** The time that caches may keep the record. */
    record SetTtl(TargetRecord record, Duration ttl) implements Change {
        @Override
        public InetAddress address() {
            return record.address();
        }

        @Override
        public String text() {
            return "set the TTL of " + address().getHostAddress() + " to " + ttl.toSeconds() + " s instead of "
                    + record.ttl().toSeconds() + " s";
        }
    }
}
