package io.failoverd.daemon.demo;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports that nobody uses just now, on 127.0.0.1. Whoever asks for one opens it a second later, in a process that has yet
 * to start; so they are none of those that the system gives to everybody who connects or does not care (on Linux from
 * 32768 on), which would now and then have one of them given away meanwhile.
 */
public final class FreePort {
    /** Each is given once, and another process begins elsewhere. */
    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(15_000, 30_000));

    /** One of so many is in use by someone else about never; a few tries are plenty. */
    private static final int TRIES = 20;

    private FreePort() {}

    public static int tcp() throws IOException {
        IOException last = new IOException("no port is free for TCP");
        for (int i = 0; i < TRIES; i++) {
            try (var socket = new ServerSocket(NEXT.incrementAndGet(), 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                last = e;
            }
        }
        throw last;
    }

    public static int udpAndTcp() throws IOException {
        IOException last = new IOException("no port is free for UDP and TCP");
        for (int i = 0; i < TRIES; i++) {
            int port = tcp();
            try (var socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
                return socket.getLocalPort();
            } catch (IOException e) {
                last = e;
            }
        }
        throw last;
    }
}
