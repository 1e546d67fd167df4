package io.failoverd.daemon.config;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a load may see of the machine beside the config file. The only room of this package that touches files.
 *
 * @param hostName what the machine calls itself, without a lookup
 * @param environment by variable
 * @param ping who may open a ping socket; empty where the system does not tell
 * @param openFiles how many this process may have open; empty where the system does not tell, or has no limit
 */
public record Surroundings(
        String hostName,
        int cores,
        Map<String, String> environment,
        Optional<PingGroups> ping,
        OptionalLong openFiles) {
    private static final Path KERNEL_HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    public Surroundings {
        environment = Map.copyOf(environment);
    }

    /** One that does not tell what this process may do. */
    public Surroundings(String hostName, int cores, Map<String, String> environment) {
        this(hostName, cores, environment, Optional.empty(), OptionalLong.empty());
    }

    /** Why this user cannot open a ping socket; null when it can, or nobody knows. */
    public @Nullable String pingProblem() {
        return ping.map(PingGroups::problem).orElse(null);
    }

    public static Surroundings ofThisMachine() {
        Map<String, String> environment = System.getenv();
        String hostName = readFile(KERNEL_HOST_NAME, 256) instanceof FileText.Text(String text) && !text.isBlank()
                ? text.strip()
                : environment.getOrDefault("HOSTNAME", "failoverd");
        return new Surroundings(
                hostName, Runtime.getRuntime().availableProcessors(), environment, pingGroups(), mayOpen());
    }

    public @Nullable String variable(String name) {
        return environment.get(name);
    }

    /** The whole of a UTF-8 file of at most {@code maxBytes}. */
    public FileText read(Path path, int maxBytes) {
        return readFile(path, maxBytes);
    }

    /** Whether every user of the machine may read the file; false where the file system does not tell. */
    public boolean readableByOthers(Path path) {
        try {
            return Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    /** Why the file is no program that this user can start; null when it is one. */
    public @Nullable String unstartable(Path path) {
        if (!Files.exists(path)) {
            return "does not exist";
        }
        if (Files.isDirectory(path)) {
            return "is a directory";
        }
        return Files.isExecutable(path) ? null : "is not executable";
    }

    /** Whether the address is one of this machine's own; false where the system does not tell. */
    public boolean has(InetAddress address) {
        try {
            return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return false;
        }
    }

    /** Environments hold secrets. */
    @Override
    public String toString() {
        return "Surroundings[" + hostName + ", " + cores + " cores]";
    }

    private static Optional<PingGroups> pingGroups() {
        return readFile(PingGroups.RANGE, 256) instanceof FileText.Text(String range)
                        && readFile(PingGroups.STATUS, 64 * 1024) instanceof FileText.Text(String status)
                ? PingGroups.of(range, status)
                : Optional.empty();
    }

    private static OptionalLong mayOpen() {
        return readFile(OpenFiles.LIMITS, 64 * 1024) instanceof FileText.Text(String limits)
                ? OpenFiles.limit(limits)
                : OptionalLong.empty();
    }

    private static String size(int bytes) {
        return bytes % (1024 * 1024) == 0 ? bytes / (1024 * 1024) + " MiB" : bytes + " bytes";
    }

    private static FileText readFile(Path path, int maxBytes) {
        if (Files.isDirectory(path)) {
            return new FileText.Unreadable("is a directory");
        }
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(maxBytes + 1);
            if (bytes.length > maxBytes) {
                return new FileText.Unreadable("is larger than " + size(maxBytes));
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return new FileText.Text(text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (NoSuchFileException e) {
            return new FileText.Unreadable("does not exist");
        } catch (AccessDeniedException e) {
            return new FileText.Unreadable("cannot be read: permission denied");
        } catch (CharacterCodingException e) {
            return new FileText.Unreadable("is not UTF-8 text");
        } catch (IOException e) {
            return new FileText.Unreadable("cannot be read: " + e.getMessage());
        }
    }
}
