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
     */
    record Add(InetAddress address, OptionalInt weight, Duration ttl) implements Change {
        @Override
        public String text() {
            return "add " + address.getHostAddress()
                    + (weight.isPresent() ? " with weight " + weight.getAsInt() : "")
                    + (ttl.isZero() ? "" : ", TTL " + ttl.toSeconds() + " s");
        }
    }

    /** The target holds the record switched off: let it answer. */
    record Enable(TargetRecord record) implements Change {
        @Override
        public InetAddress address() {
            return record.address();
        }

        @Override
        public String text() {
            return "enable " + address().getHostAddress();
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
