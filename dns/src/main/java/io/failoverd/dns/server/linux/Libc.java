package io.failoverd.dns.server.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;

/**
 * The C library's functions for sockets, linked when this class is first used, which takes its time and fails where they
 * are missing: {@link LinuxSockets#unavailable} asks first. Any thread may call; an {@link #errnoSegment} belongs to one.
 * All return what the function returned, or -errno.
 */
final class Libc {
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final long ERRNO = STATE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle CALL = Linker.nativeLinker()
            .downcallHandle(
                    FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
                    Linker.Option.captureCallState("errno"));

    private static final MemorySegment SOCKET = find("socket");
    private static final MemorySegment SETSOCKOPT = find("setsockopt");
    private static final MemorySegment BIND = find("bind");
    private static final MemorySegment RECVMMSG = find("recvmmsg");
    private static final MemorySegment SENDMMSG = find("sendmmsg");
    private static final MemorySegment SHUTDOWN = find("shutdown");
    private static final MemorySegment CLOSE = find("close");

    private Libc() {}

    private static MemorySegment find(String function) {
        return Linker.nativeLinker()
                .defaultLookup()
                .find(function)
                .orElseThrow(() -> new UnsatisfiedLinkError("the C library has no " + function));
    }

    /** Where a failed call leaves its errno. */
    static MemorySegment errnoSegment(Arena arena) {
        return arena.allocate(STATE);
    }

    static int socket(MemorySegment errno, int domain, int type) {
        return call(SOCKET, errno, domain, type, 0, 0, 0);
    }

    static int setInt(MemorySegment errno, int descriptor, int level, int option, MemorySegment value) {
        return call(SETSOCKOPT, errno, descriptor, level, option, value.address(), JAVA_INT.byteSize());
    }

    static int bind(MemorySegment errno, int descriptor, MemorySegment address) {
        return call(BIND, errno, descriptor, address.address(), address.byteSize(), 0, 0);
    }

    /** Blocks until there is one; returns how many there were. */
    static int recvmmsg(MemorySegment errno, int descriptor, long headers, int count, int flags) {
        return call(RECVMMSG, errno, descriptor, headers, count, flags, 0);
    }

    static int sendmmsg(MemorySegment errno, int descriptor, long headers, int count, int flags) {
        return call(SENDMMSG, errno, descriptor, headers, count, flags, 0);
    }

    static int shutdown(MemorySegment errno, int descriptor, int how) {
        return call(SHUTDOWN, errno, descriptor, how, 0, 0, 0);
    }

    static int close(MemorySegment errno, int descriptor) {
        return call(CLOSE, errno, descriptor, 0, 0, 0, 0);
    }

    private static int call(MemorySegment function, MemorySegment errno, long a, long b, long c, long d, long e) {
        int result;
        try {
            result = (int) (long) CALL.invokeExact(function, errno, a, b, c, d, e);
        } catch (RuntimeException | Error bug) {
            throw bug;
        } catch (Throwable bug) {
            throw new IllegalStateException("a linked function threw", bug);
        }
        return result >= 0 ? result : -errno.get(JAVA_INT, ERRNO);
    }
}
