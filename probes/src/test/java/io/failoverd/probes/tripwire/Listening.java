package io.failoverd.probes.tripwire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** A process that accepts connections until it is killed. */
final class Listening {
    private Listening() {}

    public static void main(String[] arguments) throws IOException {
        try (var listener = new ServerSocket(0, 50, InetAddress.ofLiteral(arguments[0]))) {
            System.out.println(listener.getLocalPort());
            List<Socket> accepted = new ArrayList<>();
            while (accepted.size() < 1000) {
                accepted.add(listener.accept());
            }
        }
    }
}
