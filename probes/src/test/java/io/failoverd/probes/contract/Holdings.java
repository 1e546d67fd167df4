package io.failoverd.probes.contract;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;
import org.slf4j.LoggerFactory;

/**
 * What this process holds after a full collection of garbage, where a probe could leave something behind: descriptors as
 * the kernel counts them, threads, children, memory of Netty's, and live objects of ours and of what a probe is made of,
 * timers among them.
 *
 * @param counts by what is counted
 */
record Holdings(Map<String, Long> counts) {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    /** Netty gives memory back in pieces of megabytes, so this is not by the probe; its own leak detector is. */
    private static final String DIRECT = "direct MiB";

    private static final long MOST_DIRECT = 16;

    /** Not ours, and made or kept for each probe. */
    private static final Set<String> PARTS = Set.of(
            "io.netty.util.concurrent.ScheduledFutureTask",
            "io.netty.channel.DefaultChannelPipeline",
            "io.netty.handler.ssl.SslHandler",
            "java.lang.ProcessImpl",
            "java.lang.VirtualThread",
            "sun.security.ssl.SSLEngineImpl");

    private static final ListAppender<ILoggingEvent> LEAKS = new ListAppender<>();

    static {
        ((Logger) LoggerFactory.getLogger(ResourceLeakDetector.class)).addAppender(LEAKS);
        LEAKS.start();
    }

    /** From here on every buffer that is forgotten is told of when it is collected; each costs a stack trace then. */
    static void watchEveryBuffer() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    }

    static Holdings now() {
        var counts = new TreeMap<String, Long>();
        histogram().lines().forEach(line -> {
            String[] words = line.strip().split("\\s+", 5);
            if (words.length >= 4 && words[0].endsWith(":") && watched(words[3])) {
                counts.merge(words[3], Long.parseLong(words[1]), Long::sum);
            }
        });
        // The detector looks for what was collected when the next buffer is made.
        for (int i = 0; i < 2; i++) {
            ByteBufAllocator.DEFAULT.directBuffer(16).release();
        }
        counts.put("forgotten buffers", (long) LEAKS.list.size());
        counts.put("descriptors", descriptors());
        // Vert.x makes its workers, which are twenty at most, as they are needed, and keeps them.
        counts.put(
                "threads",
                Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> !thread.getName().startsWith("vert.x-worker-thread"))
                        .count());
        try (Stream<ProcessHandle> children = ProcessHandle.current().children()) {
            counts.put("children", children.count());
        }
        if (ByteBufAllocator.DEFAULT instanceof ByteBufAllocatorMetricProvider provider) {
            counts.put(DIRECT, provider.metric().usedDirectMemory() >> 20);
        }
        return new Holdings(counts);
    }

    /** What there is more of than before, and by how many, where that is over the limit. */
    List<String> over(Holdings before, long limit) {
        var over = new ArrayList<String>();
        counts.forEach((what, count) -> {
            long more = count - before.counts.getOrDefault(what, 0L);
            long most = what.equals(DIRECT) ? MOST_DIRECT : what.equals("forgotten buffers") ? 0 : limit;
            if (more > most) {
                over.add(what + " +" + more);
            }
        });
        return over;
    }

    /** What netty said of buffers that were forgotten. */
    static List<String> forgotten() {
        return LEAKS.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private static boolean watched(String type) {
        boolean ours = type.startsWith("io.failoverd.probes.") && !type.contains(".contract.");
        return (ours || PARTS.contains(type) || type.matches("io\\.netty\\.channel\\..*(Socket|Datagram)Channel"))
                && !type.startsWith("[");
    }

    private static long descriptors() {
        try (Stream<Path> entries = Files.list(DESCRIPTORS)) {
            return entries.count();
        } catch (IOException _) {
            return 0;
        }
    }

    /** Class by class, after a full collection. */
    private static String histogram() {
        try {
            return (String) ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "gcClassHistogram",
                            new Object[] {new String[0]},
                            new String[] {String[].class.getName()});
        } catch (JMException e) {
            throw new IllegalStateException("this JVM tells no histogram of its classes", e);
        }
    }
}
