package io.failoverd.probes.icmp;

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
 * The C library's functions for a ping socket, linked when this class is first used, which takes its time. Any thread may
 * call. All return what the function returned, or -errno.
 */
final class Libc {
    static final int EPERM = 1;
    static final int EAGAIN = 11;
    static final int EACCES = 13;
    static final int EMFILE = 24;
    static final int ENFILE = 23;
    static final int ENOBUFS = 105;
    static final int EADDRNOTAVAIL = 99;
    static final int ENETUNREACH = 101;
    static final int EHOSTUNREACH = 113;

    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final long ERRNO = STATE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle CALL = Linker.nativeLinker()
            .downcallHandle(
                    FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
                    Linker.Option.captureCallState("errno"));

    private static final MemorySegment SOCKET = find("socket");
    private static final MemorySegment SETSOCKOPT = find("setsockopt");
    private static final MemorySegment BIND = find("bind");
    private static final MemorySegment SENDTO = find("sendto");
    private static final MemorySegment RECVFROM = find("recvfrom");
    private static final MemorySegment RECVMSG = find("recvmsg");
    private static final MemorySegment CLOSE = find("close");

    private Libc() {}

    private static MemorySegment find(String function) {
        return Linker.nativeLinker()
                .defaultLookup()
                .find(function)
                .orElseThrow(() -> new UnsatisfiedLinkError("the C library has no " + function));
    }

    static int socket(int domain, int type, int protocol) {
        return call(SOCKET, domain, type, protocol, 0, 0, 0);
    }

    static int option(int descriptor, int level, int option, MemorySegment value) {
        return call(SETSOCKOPT, descriptor, level, option, value.address(), value.byteSize(), 0);
    }

    static int bind(int descriptor, MemorySegment address) {
        return call(BIND, descriptor, address.address(), address.byteSize(), 0, 0, 0);
    }

    static int sendTo(int descriptor, MemorySegment data, int flags, MemorySegment address) {
        return call(SENDTO, descriptor, data.address(), data.byteSize(), flags, address.address(), address.byteSize());
    }

    /** Blocks until there is one, or the socket's timeout is over. */
    static int receiveFrom(int descriptor, MemorySegment data, MemorySegment address, MemorySegment length) {
        return call(RECVFROM, descriptor, data.address(), data.byteSize(), 0, address.address(), length.address());
    }

    /** Takes a {@code msghdr}, which it fills. */
    static int receiveMessage(int descriptor, MemorySegment message, int flags) {
        return call(RECVMSG, descriptor, message.address(), flags, 0, 0, 0);
    }

    static int close(int descriptor) {
        return call(CLOSE, descriptor, 0, 0, 0, 0, 0);
    }

    private static int call(MemorySegment function, long a, long b, long c, long d, long e, long f) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = arena.allocate(STATE);
            int result = (int) (long) CALL.invokeExact(function, errno, a, b, c, d, e, f);
            return result >= 0 ? result : -errno.get(JAVA_INT, ERRNO);
        } catch (RuntimeException | Error bug) {
            throw bug;
        } catch (Throwable bug) {
            throw new IllegalStateException("a linked function threw", bug);
        }
    }
}
