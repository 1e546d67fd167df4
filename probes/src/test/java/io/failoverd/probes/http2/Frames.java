package io.failoverd.probes.http2;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** HTTP/2 frames by hand (RFC 9113, section 4.1), good ones and bad ones. */
public final class Frames {
    public static final int DATA = 0;
    public static final int HEADERS = 1;
    public static final int RST_STREAM = 3;
    public static final int SETTINGS = 4;
    public static final int PUSH_PROMISE = 5;
    public static final int PING = 6;
    public static final int GOAWAY = 7;
    public static final int CONTINUATION = 9;
    public static final int END_STREAM = 1;
    public static final int END_HEADERS = 4;

    /** The only one of a probe: Netty keeps a client's first, 1, for an upgrade from HTTP/1.1. */
    public static final int STREAM = 3;

    private static final int PREFACE = 24;

    private Frames() {}

    /** What was asked. */
    public record Asked(Http2Headers headers, String body) {}

    public static byte[] frame(int type, int flags, int stream, byte[] payload) {
        var frame = new ByteArrayOutputStream();
        int length = payload.length;
        frame.writeBytes(new byte[] {(byte) (length >> 16), (byte) (length >> 8), (byte) length, (byte) type});
        frame.write(flags);
        frame.writeBytes(number(stream));
        frame.writeBytes(payload);
        return frame.toByteArray();
    }

    public static byte[] settings() {
        return frame(SETTINGS, 0, 0, new byte[0]);
    }

    public static byte[] number(int value) {
        return new byte[] {(byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value};
    }

    public static byte[] goAway(int lastStream, int code) {
        return frame(GOAWAY, 0, 0, all(number(lastStream), number(code)));
    }

    /** Names and values, in HPACK's literal form without a table (RFC 7541, section 6.2.2). */
    public static byte[] fields(String... namesAndValues) {
        var block = new ByteArrayOutputStream();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            block.write(0);
            text(block, namesAndValues[i]);
            text(block, namesAndValues[i + 1]);
        }
        return block.toByteArray();
    }

    private static void text(ByteArrayOutputStream block, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        if (bytes.length < 127) {
            block.write(bytes.length);
        } else {
            block.write(127);
            int rest = bytes.length - 127;
            while (rest >= 128) {
                block.write(rest % 128 + 128);
                rest /= 128;
            }
            block.write(rest);
        }
        block.writeBytes(bytes);
    }

    public static byte[] head(String... namesAndValues) {
        return frame(HEADERS, END_HEADERS, STREAM, fields(namesAndValues));
    }

    public static byte[] lastHead(String... namesAndValues) {
        return frame(HEADERS, END_HEADERS | END_STREAM, STREAM, fields(namesAndValues));
    }

    public static byte[] data(String text) {
        return frame(DATA, 0, STREAM, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public static byte[] lastData(byte[] bytes) {
        return frame(DATA, END_STREAM, STREAM, bytes);
    }

    public static byte[] lastData(String text) {
        return lastData(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public static byte[] all(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** Reads the preface and frames until the request is whole. */
    public static Asked read(Socket socket) throws IOException {
        var in = new DataInputStream(socket.getInputStream());
        in.readNBytes(PREFACE);
        Http2Headers headers = null;
        var body = new ByteArrayOutputStream();
        while (true) {
            byte[] head = new byte[9];
            in.readFully(head);
            byte[] payload = new byte[(head[0] & 0xff) << 16 | (head[1] & 0xff) << 8 | (head[2] & 0xff)];
            in.readFully(payload);
            if (head[3] == HEADERS) {
                headers = decoded(payload);
            } else if (head[3] == DATA) {
                body.writeBytes(payload);
            }
            if (headers != null && (head[4] & END_STREAM) != 0 && (head[3] == HEADERS || head[3] == DATA)) {
                return new Asked(headers, body.toString(StandardCharsets.ISO_8859_1));
            }
        }
    }

    private static Http2Headers decoded(byte[] block) throws IOException {
        try {
            return new DefaultHttp2HeadersDecoder(false).decodeHeaders(1, Unpooled.wrappedBuffer(block));
        } catch (Http2Exception e) {
            throw new IOException(e);
        }
    }

    /** Writes, and lets the peer be the one that closes: what it still sends must not become a reset. */
    public static void answer(Socket socket, byte[] answer) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(answer);
        out.flush();
        socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    }
}
