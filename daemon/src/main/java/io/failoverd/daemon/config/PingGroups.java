package io.failoverd.daemon.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who may open a ping socket (icmp(7)), and whether that is us.
 *
 * @param from the first group that may
 * @param to the last one; before the first, nobody may
 * @param own this process's groups
 */
public record PingGroups(long from, long to, List<Long> own) {
    static final Path RANGE = Path.of("/proc/sys/net/ipv4/ping_group_range");
    static final Path STATUS = Path.of("/proc/self/status");

    public PingGroups {
        own = List.copyOf(own);
    }

    /** Of the kernel's texts; empty when they are not what they are known to be. */
    static Optional<PingGroups> of(String range, String status) {
        List<Long> limits = numbers(range);
        List<Long> own = status.lines()
                .filter(line -> line.startsWith("Gid:") || line.startsWith("Groups:"))
                .flatMap(line -> numbers(line.substring(line.indexOf(':') + 1)).stream())
                .distinct()
                .toList();
        return limits.size() == 2 && !own.isEmpty()
                ? Optional.of(new PingGroups(limits.getFirst(), limits.getLast(), own))
                : Optional.empty();
    }

    private static List<Long> numbers(String text) {
        return Stream.of(text.strip().split("\\s+"))
                .filter(word -> word.matches("[0-9]{1,18}"))
                .map(Long::valueOf)
                .toList();
    }

    /** Null when there is none. */
    @Nullable
    String problem() {
        if (own.stream().anyMatch(group -> group >= from && group <= to)) {
            return null;
        }
        String who = from > to ? "no group" : "no group of this user";
        return who + " is in net.ipv4.ping_group_range, which is \"" + from + " " + to + "\"";
    }
}
