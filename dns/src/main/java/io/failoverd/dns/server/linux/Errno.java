package io.failoverd.dns.server.linux;

import java.io.IOException;
import java.net.BindException;
import java.net.SocketException;

/** The errors of system calls that somebody acts on, by their numbers on x86_64 and aarch64. */
final class Errno {
    static final int EINTR = 4;
    static final int EAGAIN = 11;
    private static final int EACCES = 13;
    private static final int EADDRINUSE = 98;
    private static final int EADDRNOTAVAIL = 99;

    private Errno() {}

    /** In the words that the JDK has for the same, whatever the C library's are. */
    static String text(int errno) {
        return switch (errno) {
            case 1 -> "Operation not permitted";
            case EAGAIN -> "Resource temporarily unavailable";
            case EACCES -> "Permission denied";
            case 22 -> "Invalid argument";
            case 24 -> "Too many open files";
            case 38 -> "Function not implemented";
            case 90 -> "Message too long";
            case 97 -> "Address family not supported by protocol";
            case EADDRINUSE -> "Address already in use";
            case EADDRNOTAVAIL -> "Cannot assign requested address";
            case 101 -> "Network is unreachable";
            case 105 -> "No buffer space available";
            default -> "system error " + errno;
        };
    }

    static IOException failed(String call, int errno) {
        return switch (errno) {
            case EACCES, EADDRINUSE, EADDRNOTAVAIL -> new BindException(text(errno));
            default -> new SocketException(call + ": " + text(errno));
        };
    }
}
