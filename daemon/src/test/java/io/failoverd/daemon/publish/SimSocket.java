package io.failoverd.daemon.publish;

import io.failoverd.daemon.demo.cloud.wire.RawRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** A connection to a {@link SimCloud}: a request that was written is answered when the answer is read, by one thread. */
final class SimSocket extends Socket {
    private static final String END_OF_HEAD = "\r\n\r\n";
    private static final String END_OF_CHUNKS = "0\r\n\r\n";

    private final SimCloud cloud;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private InputStream answer = new ByteArrayInputStream(new byte[0]);
    private InetSocketAddress peer;
    private boolean ended;
    private boolean shut;

    SimSocket(SimCloud cloud) {
        this.cloud = cloud;
    }

    @Override
    public void connect(SocketAddress endpoint, int timeout) {
        peer = (InetSocketAddress) endpoint;
    }

    @Override
    public OutputStream getOutputStream() {
        return written;
    }

    @Override
    public InputStream getInputStream() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] into, int from, int length) throws IOException {
                int read = answer.read(into, from, length);
                if (read >= 0 || ended) {
                    return read;
                }
                String request = written.toString(StandardCharsets.ISO_8859_1);
                if (!request.endsWith(END_OF_CHUNKS) && !request.endsWith(END_OF_HEAD)) {
                    // Somebody looks whether the connection still stands.
                    throw new SocketTimeoutException("nothing to read");
                }
                written.reset();
                byte[] heard = cloud.exchange(parsed(request));
                ended = heard.length == 0;
                answer = new ByteArrayInputStream(heard);
                return answer.read(into, from, length);
            }
        };
    }

    private static RawRequest parsed(String request) {
        String[] lines = request.substring(0, request.indexOf(END_OF_HEAD)).split("\r\n", -1);
        String[] first = lines[0].split(" ", -1);
        int mark = first[1].indexOf('?');
        Map<String, String> headers = new HashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.put(
                    lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                    lines[i].substring(colon + 1).strip());
        }
        String path = mark < 0 ? first[1] : first[1].substring(0, mark);
        return new RawRequest(first[0], path, mark < 0 ? "" : first[1].substring(mark + 1), headers, "");
    }

    @Override
    public void close() {
        shut = true;
    }

    @Override
    public boolean isClosed() {
        return shut;
    }

    @Override
    public boolean isConnected() {
        return peer != null;
    }

    @Override
    public boolean isInputShutdown() {
        return shut || ended;
    }

    @Override
    public boolean isOutputShutdown() {
        return shut;
    }

    @Override
    public InetAddress getInetAddress() {
        return peer.getAddress();
    }

    @Override
    public int getPort() {
        return peer.getPort();
    }

    @Override
    public SocketAddress getRemoteSocketAddress() {
        return peer;
    }

    @Override
    public void setSoTimeout(int timeout) {}

    @Override
    public int getSoTimeout() {
        return 0;
    }

    @Override
    public void setTcpNoDelay(boolean on) {}
}
