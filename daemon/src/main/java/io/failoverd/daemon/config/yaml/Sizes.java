package io.failoverd.daemon.config.yaml;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers of bytes as operators write them: {@code 500MiB}, {@code 2GiB}. */
public final class Sizes {
    static final String HOW = "write a whole number and a unit, like 500MiB or 2GiB";

    /** Six digits of the largest unit still fit a long. */
    private static final Pattern WHOLE = Pattern.compile("([0-9]{1,6})(KiB|MiB|GiB|TiB)");

    private static final String UNITS = "KMGT";

    private Sizes() {}

    /** Empty when the text is no size. */
    public static OptionalLong parse(String text) {
        Matcher parts = WHOLE.matcher(text);
        if (!parts.matches()) {
            return OptionalLong.empty();
        }
        int power = UNITS.indexOf(parts.group(2).charAt(0)) + 1;
        return OptionalLong.of(Long.parseLong(parts.group(1)) << (10 * power));
    }

    /** The number in the largest unit that divides it. */
    public static String format(long bytes) {
        int power = 0;
        long number = bytes;
        while (power < UNITS.length() && number != 0 && number % 1024 == 0) {
            number /= 1024;
            power++;
        }
        return number + (power == 0 ? " bytes" : UNITS.charAt(power - 1) + "iB");
    }
}
