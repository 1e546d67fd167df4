package io.failoverd.daemon.journal.events;

import java.io.ByteArrayOutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Raw DEFLATE (RFC 1951). */
final class Packing {
    /** What one blob may unpack to: a snapshot of a hundred thousand services is a third of it. */
    private static final int MOST_UNPACKED = 512 << 20;

    private static final int PIECE = 16 << 10;

    private Packing() {}

    static byte[] pack(byte[] bytes) {
        var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try {
            deflater.setInput(bytes);
            deflater.finish();
            var out = new ByteArrayOutputStream(bytes.length / 2 + 64);
            byte[] piece = new byte[PIECE];
            while (!deflater.finished()) {
                out.write(piece, 0, deflater.deflate(piece));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    static byte[] unpack(byte[] packed) throws UnreadableJournal {
        var inflater = new Inflater(true);
        try {
            inflater.setInput(packed);
            var out = new ByteArrayOutputStream(packed.length * 3);
            byte[] piece = new byte[PIECE];
            while (!inflater.finished()) {
                int many = inflater.inflate(piece);
                if (many == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                    throw new UnreadableJournal("a block is cut short");
                }
                out.write(piece, 0, many);
                if (out.size() > MOST_UNPACKED) {
                    throw new UnreadableJournal("a block unpacks to more than " + MOST_UNPACKED + " bytes");
                }
            }
            return out.toByteArray();
        } catch (DataFormatException e) {
            throw new UnreadableJournal("a block is damaged: " + e.getMessage(), e);
        } finally {
            inflater.end();
        }
    }
}
