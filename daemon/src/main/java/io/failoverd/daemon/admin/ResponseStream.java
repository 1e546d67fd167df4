package io.failoverd.daemon.admin;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The body of a response, written by a thread that may wait and no faster than the client reads: the metrics of ten thousand
 * endpoints are 20 MB, which would grow old in the heap if they were held until they are sent. The response ends with
 * {@link #close}. One thread.
 */
final class ResponseStream extends OutputStream {
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final int PIECE = 1 << 16;

    /** Pieces that are on their way. */
    private static final int AHEAD = 8;

    private final HttpServerResponse response;
    private final Context loop;
    private final Duration patience;
    private final Semaphore room = new Semaphore(AHEAD);
    private volatile @Nullable Throwable broken;
    private Buffer piece = Buffer.buffer(PIECE);
    private boolean begun;

    /**
     * @param loop of the response
     * @param patience for a client that does not read
     */
    ResponseStream(HttpServerResponse response, Context loop, Duration patience) {
        this.response = response;
        this.loop = loop;
        this.patience = patience;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        int from = offset;
        int left = count;
        while (left > 0) {
            if (piece.length() == PIECE) {
                send();
            }
            int taken = Math.min(left, PIECE - piece.length());
            piece.appendBytes(bytes, from, taken);
            from += taken;
            left -= taken;
        }
    }

    /** @throws IOException when the client has gone, or has not read for too long */
    private void send() throws IOException {
        awaitRoom();
        Buffer full = piece;
        piece = Buffer.buffer(PIECE);
        boolean first = !begun;
        begun = true;
        loop.runOnContext(_ -> {
            if (first) {
                response.setChunked(true);
            }
            response.write(full).onComplete(written -> {
                if (written.failed()) {
                    broken = written.cause();
                }
                room.release();
            });
        });
    }

    private void awaitRoom() throws IOException {
        try {
            if (!room.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new IOException("the client has not read for " + patience);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
        if (broken != null) {
            throw new IOException("the client has gone", broken);
        }
    }

    /** Sends what is left, and ends the response. */
    @Override
    public void close() {
        Buffer last = piece;
        loop.runOnContext(_ -> {
            if (!response.ended() && !response.closed()) {
                response.end(last);
            }
        });
    }
}
