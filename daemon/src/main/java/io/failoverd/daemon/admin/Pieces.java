package io.failoverd.daemon.admin;

import io.vertx.core.buffer.Buffer;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * What is written to it, in pieces: the metrics of ten thousand endpoints are 20 MB, which nobody shall copy into a string and
 * from there into bytes. One thread at a time.
 */
final class Pieces extends OutputStream {
    private static final int SIZE = 1 << 16;

    private final List<Buffer> pieces = new ArrayList<>();
    private long length;

    @Override
    public void write(int value) {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) {
        int from = offset;
        int left = count;
        while (left > 0) {
            Buffer piece = withRoom();
            int taken = Math.min(left, SIZE - piece.length());
            piece.appendBytes(bytes, from, taken);
            from += taken;
            left -= taken;
        }
        length += count;
    }

    private Buffer withRoom() {
        if (pieces.isEmpty() || pieces.getLast().length() == SIZE) {
            pieces.add(Buffer.buffer(SIZE));
        }
        return pieces.getLast();
    }

    List<Buffer> all() {
        return List.copyOf(pieces);
    }

    /** In bytes. */
    long length() {
        return length;
    }
}
