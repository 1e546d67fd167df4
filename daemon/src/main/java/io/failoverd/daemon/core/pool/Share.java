package io.failoverd.daemon.core.pool;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/** An exact part of the whole: a reduced fraction, never negative. */
public record Share(BigInteger part, BigInteger whole) implements Comparable<Share> {
    public static final Share ZERO = of(0, 1);
    public static final Share ALL = of(1, 1);

    /** Of a percent, in the whole. */
    private static final long HUNDREDTHS = 10_000;

    /** A number that a double holds as it is. */
    private static final int BITS = 53;

    public Share {
        if (part.signum() < 0 || whole.signum() <= 0) {
            throw new IllegalArgumentException(part + " of " + whole + " is no share");
        }
        BigInteger common = part.gcd(whole);
        if (!common.equals(BigInteger.ONE)) {
            part = part.divide(common);
            whole = whole.divide(common);
        }
    }

    public static Share of(long part, long whole) {
        return new Share(BigInteger.valueOf(part), BigInteger.valueOf(whole));
    }

    public static Share percent(long percent) {
        return of(percent, 100);
    }

    public boolean isZero() {
        return part.signum() == 0;
    }

    public Share plus(Share other) {
        return new Share(part.multiply(other.whole).add(other.part.multiply(whole)), whole.multiply(other.whole));
    }

    /** What is left of it without {@code other}, which is not the greater one. */
    public Share minus(Share other) {
        return new Share(part.multiply(other.whole).subtract(other.part.multiply(whole)), whole.multiply(other.whole));
    }

    public Share times(Share other) {
        return new Share(part.multiply(other.part), whole.multiply(other.whole));
    }

    /** Divided by {@code other}, which is above zero: its part of that, where it is one. */
    public Share over(Share other) {
        return new Share(part.multiply(other.whole), whole.multiply(other.part));
    }

    @Override
    public int compareTo(Share other) {
        return part.multiply(other.whole).compareTo(other.part.multiply(whole));
    }

    /** The nearest double, 0 to 1 for a part of one whole. */
    public double toDouble() {
        if (part.bitLength() <= BITS && whole.bitLength() <= BITS) {
            return part.doubleValue() / whole.doubleValue();
        }
        return new BigDecimal(part)
                .divide(new BigDecimal(whole), MathContext.DECIMAL64)
                .doubleValue();
    }

    /** {@code 90 %}, {@code 33.33 %}; what is not quite nothing or all is never shown as that. */
    public String text() {
        long hundredths = part.multiply(BigInteger.valueOf(2 * HUNDREDTHS))
                .add(whole)
                .divide(whole.shiftLeft(1))
                .longValueExact();
        if (hundredths == 0 && !isZero()) {
            return "under " + hundredths(1) + " %";
        }
        if (hundredths == HUNDREDTHS && !equals(ALL)) {
            hundredths--;
        }
        return hundredths(hundredths) + " %";
    }

    /** {@code 90}, {@code 33.3}, {@code 0.01}: a number of hundredths, which is not negative, without zeros at its end. */
    static String hundredths(long number) {
        long rest = number % 100;
        String decimals = rest == 0 ? "" : rest % 10 == 0 ? "." + rest / 10 : rest < 10 ? ".0" + rest : "." + rest;
        return number / 100 + decimals;
    }

    @Override
    public String toString() {
        return part + "/" + whole;
    }
}
