package io.failoverd.daemon.demo;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports that nobody uses just now, on 127.0.0.1. */
public final class FreePort {
    /** A TCP port that is free is taken for UDP by someone else about never; a few tries are plenty. */
    private static final int TRIES = 20;

    private FreePort() {}

    public static int tcp() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
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
