package io.failoverd.daemon.admin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** All metrics as one text. */
public final class Scrape {
    private Scrape() {}

    public static String of(Metrics metrics) {
        var bytes = new ByteArrayOutputStream();
        try {
            metrics.scrape(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
