package io.failoverd.daemon.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PiecesTest {
    @Test
    void holdsWhatWasWrittenInPiecesOfAtMost64KiB() {
        var random = new Random(1);
        byte[] all = new byte[1_000_003];
        random.nextBytes(all);
        var pieces = new Pieces();
        int at = 0;
        while (at < all.length) {
            int count = Math.min(all.length - at, random.nextInt(200_000));
            pieces.write(all, at, count);
            at += count;
            if (at < all.length) {
                pieces.write(all[at++]);
            }
        }
        assertThat(pieces.length()).isEqualTo(all.length);
        assertThat(pieces.all()).allSatisfy(piece -> assertThat(piece.length()).isBetween(1, 65_536));
        Buffer whole = Buffer.buffer();
        pieces.all().forEach(whole::appendBuffer);
        assertThat(whole.getBytes()).isEqualTo(all);
    }
}
