package io.failoverd.daemon.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state directory, held by this daemon alone from {@link #lock} to {@link #close}. The kernel drops the lock when
 * the process ends, however it ends, so a lock file left behind means nothing.
 */
public final class StateDir implements AutoCloseable {
    static final String LOCK_FILE = "failoverd.lock";
    private static final Logger log = LoggerFactory.getLogger(StateDir.class);
    /** Longest holder line that we read: a pid, a space and a node name. */
    private static final int MAX_HOLDER_BYTES = 512;
    /**
     * Directories held by this process. Opening a held lock file once more, if only to read it, and closing that
     * descriptor would release the lock (fcntl); so we look here first.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel channel;
    private final FileLock lock;
    private final AtomicBoolean closed = new AtomicBoolean();

    private StateDir(Path path, FileChannel channel, FileLock lock) {
        this.path = path;
        this.channel = channel;
        this.lock = lock;
    }

    /** What came of asking for the directory. */
    public sealed interface Claim {
        record Held(StateDir dir) implements Claim {}

        /** A sentence for the operator: who holds it, or why it cannot be used. */
        record Refused(String message) implements Claim {}
    }

    /** Creates the directory (mode 0700) when it is missing, and takes its lock. Blocks on the disk only. */
    public static Claim lock(Path dir, String node) {
        Path real;
        try {
            if (!Files.isDirectory(dir)) {
                Files.createDirectories(
                        dir, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            real = dir.toRealPath();
        } catch (IOException e) {
            return new Claim.Refused("cannot create the state directory %s: %s; create it or give --state-dir"
                    .formatted(dir, describe(e)));
        }
        if (!HELD.add(real)) {
            return new Claim.Refused(inUse(dir, ProcessHandle.current().pid() + " " + node));
        }
        Claim claim = open(dir, real, node);
        if (claim instanceof Claim.Refused) {
            HELD.remove(real);
        }
        return claim;
    }

    private static Claim open(Path dir, Path real, String node) {
        FileChannel channel;
        try {
            channel = FileChannel.open(
                    real.resolve(LOCK_FILE),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
        } catch (IOException e) {
            return new Claim.Refused("cannot write to the state directory %s: %s; make it writable or give --state-dir"
                    .formatted(dir, describe(e)));
        }
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                sign(channel, node);
                return new Claim.Held(new StateDir(real, channel, lock));
            }
            String holder = holder(channel);
            channel.close();
            return new Claim.Refused(inUse(dir, holder));
        } catch (IOException e) {
            closeQuietly(channel);
            return new Claim.Refused(
                    "cannot lock the state directory %s: %s; give --state-dir".formatted(dir, describe(e)));
        }
    }

    public Path path() {
        return path;
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            // By now the directory may be another's.
            return;
        }
        try {
            lock.release();
        } catch (IOException e) {
            log.warn("could not release the lock of {}: {}", path, describe(e));
        }
        closeQuietly(channel);
        HELD.remove(path);
    }

    /** The name is a courtesy: a disk too full for it must not stop the daemon. */
    private static void sign(FileChannel channel, String node) {
        String line = ProcessHandle.current().pid() + " " + node + "\n";
        try {
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)), 0);
        } catch (IOException e) {
            log.warn("could not write our name into the lock file: {}", describe(e));
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(MAX_HOLDER_BYTES);
        channel.read(buffer, 0);
        return StandardCharsets.UTF_8.decode(buffer.flip()).toString().strip();
    }

    private static String inUse(Path dir, String holder) {
        int space = holder.indexOf(' ');
        String who = space > 0
                ? "failoverd pid %s (node %s)".formatted(holder.substring(0, space), holder.substring(space + 1))
                : "another failoverd";
        return "%s is in use by %s; stop it or give --state-dir".formatted(dir, who);
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            log.debug("closing the lock file failed", e);
        }
    }

    /** Java's file exceptions say what happened by their type, and give only the path as their text. */
    static String describe(IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> "permission denied";
            case FileAlreadyExistsException exists -> "it exists and is not a directory";
            case NoSuchFileException missing -> "no such file or directory";
            case FileSystemException other when other.getReason() != null -> other.getReason();
            default -> String.valueOf(e.getMessage());
        };
    }
}
