package io.failoverd.dns.server;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.security.SecureRandom;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Counts responses that are alike, for each network of clients, and says which may leave. All server threads share its
 * table, without locks; it allocates nothing. Any thread may change the limit, accounts go on.
 *
 * <p>An account is one number of the table: when its next response would be due if responses left evenly (the generic
 * cell rate algorithm, which is a token bucket that needs no refilling), how many were limited since the last that
 * slipped, and a fingerprint that tells accounts of one set apart. An idle account makes room first, so a flood of
 * accounts does not make the table forget those that are over their limit.
 */
final class RateLimiter {
    /** What becomes of a response. */
    enum Verdict {
        PASS,
        DROP,
        /** It leaves without records. */
        SLIP
    }

    /** Whom one user can have for himself, so that neither a dozen addresses nor a spoofed neighbour is an account. */
    static final int IPV4_PREFIX = 24;

    static final int IPV6_PREFIX = 56;

    /** Half a megabyte: accounts of the present second, since one that is idle for longer is as good as none. */
    private static final int SETS = 8192;

    private static final int WAYS = 8;
    private static final int DUE_BITS = 46;
    private static final int SLIP_BITS = 4;
    private static final long DUE_MASK = (1L << DUE_BITS) - 1;
    private static final long SLIP_MASK = ((1L << SLIP_BITS) - 1) << DUE_BITS;
    private static final long FINGERPRINT_MASK = -1L << (DUE_BITS + SLIP_BITS);
    /** Due times are counted in units of 4 µs, so that they last for eight years. */
    private static final int MICROS_SHIFT = 2;

    private static final long UNITS_PER_SECOND = 1_000_000 >> MICROS_SHIFT;
    /** Another thread changed the account between reading and writing so often: let the response go. */
    private static final int MAX_ATTEMPTS = 4;

    private static final VarHandle ACCOUNTS = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] accounts = new long[SETS * WAYS];
    private final long seed = new SecureRandom().nextLong();
    private volatile @Nullable Rules rules;

    RateLimiter(Optional<RateLimit> limit) {
        configure(limit);
    }

    /** Empty for no limit. */
    void configure(Optional<RateLimit> limit) {
        rules = limit.map(Rules::of).orElse(null);
    }

    boolean on() {
        return rules != null;
    }

    /**
     * Takes one response into account.
     *
     * @param account what is alike, see {@link RateAccount}
     * @param micros of a clock that never goes back, not negative
     */
    Verdict check(ClientAddress to, long account, long micros) {
        Rules present = rules;
        if (present == null || !to.known() || present.exempts(to)) {
            return Verdict.PASS;
        }
        long network = to.isIpv4() ? to.hi() & Network.mask(IPV4_PREFIX, 0) : to.hi() & Network.mask(IPV6_PREFIX, 0);
        long key = mix(mix(network ^ seed) + (to.isIpv4() ? account : ~account));
        long now = (micros >>> MICROS_SHIFT) & DUE_MASK;
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            int at = find(key);
            long entry = (long) ACCOUNTS.getOpaque(accounts, at);
            long ours = (entry & FINGERPRINT_MASK) == (key & FINGERPRINT_MASK) ? entry : key & FINGERPRINT_MASK;
            long due = ours & DUE_MASK;
            boolean passes = due - now <= present.burst;
            long next = passes
                    ? (ours & ~DUE_MASK) | ((Math.max(due, now) + present.interval) & DUE_MASK)
                    : (ours & ~SLIP_MASK) | present.slipped(ours & SLIP_MASK);
            if (entry == next || ACCOUNTS.compareAndSet(accounts, at, entry, next)) {
                return passes ? Verdict.PASS : present.isSlip(next & SLIP_MASK) ? Verdict.SLIP : Verdict.DROP;
            }
        }
        return Verdict.PASS;
    }

    /** Where the key's account is, or else the account of its set that was due first. */
    private int find(long key) {
        int first = (int) (key & (SETS - 1)) * WAYS;
        int oldest = first;
        long least = Long.MAX_VALUE;
        for (int at = first; at < first + WAYS; at++) {
            long entry = (long) ACCOUNTS.getOpaque(accounts, at);
            if ((entry & FINGERPRINT_MASK) == (key & FINGERPRINT_MASK)) {
                return at;
            }
            if ((entry & DUE_MASK) < least) {
                least = entry & DUE_MASK;
                oldest = at;
            }
        }
        return oldest;
    }

    /** The finalizer of SplittableRandom: each bit of the input changes half of the output. */
    static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    /** A limit in the units of the table. Immutable. */
    private static final class Rules {
        private final long interval;
        /** How far ahead of the present an account may be: a second's worth at once, the last of them included. */
        private final long burst;

        private final int slip;
        private final boolean[] ipv4;
        private final long[] hi;
        private final long[] lo;
        private final long[] hiMask;
        private final long[] loMask;

        private Rules(RateLimit limit) {
            interval = UNITS_PER_SECOND / limit.responsesPerSecond();
            burst = interval * (limit.responsesPerSecond() - 1);
            slip = limit.slip();
            int count = limit.exempt().size();
            ipv4 = new boolean[count];
            hi = new long[count];
            lo = new long[count];
            hiMask = new long[count];
            loMask = new long[count];
            for (int i = 0; i < count; i++) {
                Network network = limit.exempt().get(i);
                ClientAddress address = new ClientAddress().set(network.address());
                ipv4[i] = address.isIpv4();
                hiMask[i] = Network.mask(network.prefix(), 0);
                loMask[i] = Network.mask(network.prefix(), Long.SIZE);
                hi[i] = address.hi() & hiMask[i];
                lo[i] = address.lo() & loMask[i];
            }
        }

        static Rules of(RateLimit limit) {
            return new Rules(limit);
        }

        boolean exempts(ClientAddress address) {
            for (int i = 0; i < hi.length; i++) {
                if (ipv4[i] == address.isIpv4()
                        && (address.hi() & hiMask[i]) == hi[i]
                        && (address.lo() & loMask[i]) == lo[i]) {
                    return true;
                }
            }
            return false;
        }

        /** The next value of the count of limited responses, in its place of the account. */
        long slipped(long count) {
            long next = (count >>> DUE_BITS) + 1;
            return (slip == 0 ? 0 : next >= slip ? 0 : next) << DUE_BITS;
        }

        /** The count has come round. */
        boolean isSlip(long count) {
            return slip > 0 && count == 0;
        }
    }
}
