package io.failoverd.probes.grpc;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The messages of {@code grpc.health.v1} in protocol buffers' wire format, each in gRPC's frame of five bytes. Pure.
 *
 * <p>HealthCheckRequest has {@code string service = 1}, HealthCheckResponse {@code ServingStatus status = 1}. Fields that
 * we do not know are passed over, as every reader of protocol buffers does.
 */
final class HealthMessage {
    /** Of a message; the one that we want has two bytes. */
    static final int MAX_BYTES = 4096;

    /** The compression flag and the length. */
    static final int FRAME = 5;

    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int LENGTH_DELIMITED = 2;
    private static final int FIXED_32 = 5;
    private static final int MAX_VARINT_BYTES = 10;

    /** What a server says of a service; an enumeration of health.proto, in its order. */
    enum Serving {
        UNKNOWN,
        SERVING,
        NOT_SERVING,
        SERVICE_UNKNOWN
    }

    /** What is not a message as it should be. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message, null, false, false);
        }
    }

    private HealthMessage() {}

    static byte[] request(String service) {
        byte[] name = service.getBytes(StandardCharsets.UTF_8);
        var message = new ByteArrayOutputStream();
        if (name.length > 0) {
            message.write((1 << 3) | LENGTH_DELIMITED);
            for (int rest = name.length; ; rest >>>= 7) {
                if (rest < 0x80) {
                    message.write(rest);
                    break;
                }
                message.write((rest & 0x7f) | 0x80);
            }
            message.writeBytes(name);
        }
        return ByteBuffer.allocate(FRAME + message.size())
                .put((byte) 0)
                .putInt(message.size())
                .put(message.toByteArray())
                .array();
    }

    /**
     * Reads the frame of an answer.
     *
     * @param body all of it, nothing missing and nothing more
     */
    static Serving response(byte[] body) throws Malformed {
        if (body.length < FRAME) {
            throw new Malformed("the answer has no message");
        }
        ByteBuffer in = ByteBuffer.wrap(body);
        if (in.get() != 0) {
            throw new Malformed("the message is compressed, and no compression was offered");
        }
        if (in.getInt() != in.remaining()) {
            throw new Malformed("the answer is not one whole message");
        }
        long status = 0;
        while (in.hasRemaining()) {
            long tag = varint(in);
            if (tag >>> 3 == 1 && (tag & 7) == VARINT) {
                status = varint(in);
            } else {
                skip(in, (int) tag & 7);
            }
        }
        Serving[] known = Serving.values();
        return status >= 0 && status < known.length ? known[(int) status] : Serving.UNKNOWN;
    }

    private static void skip(ByteBuffer in, int type) throws Malformed {
        long bytes = switch (type) {
            case VARINT -> {
                varint(in);
                yield 0;
            }
            case FIXED_64 -> 8;
            case LENGTH_DELIMITED -> varint(in);
            case FIXED_32 -> 4;
            default -> -1;
        };
        if (bytes < 0 || bytes > in.remaining()) {
            throw new Malformed("the message is not protocol buffers");
        }
        in.position(in.position() + (int) bytes);
    }

    private static long varint(ByteBuffer in) throws Malformed {
        long value = 0;
        for (int i = 0; i < MAX_VARINT_BYTES && in.hasRemaining(); i++) {
            byte next = in.get();
            value |= ((long) (next & 0x7f)) << (7 * i);
            if (next >= 0) {
                return value;
            }
        }
        throw new Malformed("the message is not protocol buffers");
    }
}
