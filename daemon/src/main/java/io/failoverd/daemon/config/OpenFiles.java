package io.failoverd.daemon.config;

import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many files this process may have open, sockets among them (getrlimit(2), RLIMIT_NOFILE). */
final class OpenFiles {
    static final Path LIMITS = Path.of("/proc/self/limits");

    /** The limit in force comes first; the JVM has raised it to the second one by itself. */
    private static final Pattern LINE = Pattern.compile("(?m)^Max open files\\s+([0-9]{1,18})\\s");

    private OpenFiles() {}

    /** Of the kernel's text; empty where there is no limit, or the text is not what it is known to be. */
    static OptionalLong limit(String limits) {
        Matcher line = LINE.matcher(limits);
        return line.find() ? OptionalLong.of(Long.parseLong(line.group(1))) : OptionalLong.empty();
    }
}
