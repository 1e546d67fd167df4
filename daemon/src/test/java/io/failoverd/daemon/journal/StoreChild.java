package io.failoverd.daemon.journal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Another daemon, as far as the store sees: writes seeded batches and says which are durable, until it is killed. */
final class StoreChild implements AutoCloseable {
    private final Process process;
    private final BufferedReader lines;

    private StoreChild(Process process) {
        this.process = process;
        this.lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static StoreChild start(Path dir, long seed) throws IOException {
        return new StoreChild(new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StoreChild.class.getName(),
                        dir.toString(),
                        Long.toString(seed)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** The rest of the next line that begins so; empty when the process ended first. */
    String next(String prefix) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(prefix)) {
                return line.substring(prefix.length());
            }
        }
        return "";
    }

    long pid() {
        return process.pid();
    }

    /** SIGKILL, by the handle: the process object would throw away what we have not read. */
    void kill() {
        process.toHandle().destroyForcibly();
    }

    @Override
    public void close() {
        kill();
        process.onExit().join();
    }

    public static void main(String[] args) {
        switch (StateStore.open(Path.of(args[0]), "child", StateStoreTest.SETTINGS)) {
            case StateStore.Opening.Refused refused -> System.out.println("refused " + refused.message());
            case StateStore.Opening.Opened opened -> {
                System.out.println("opened");
                Batches batches = new Batches(Long.parseLong(args[1]));
                for (int step = 1; ; step++) {
                    int written = step;
                    var durable = opened.store().write(batches.next()).thenRun(() -> {
                        System.out.println("acked " + written);
                        System.out.flush();
                    });
                    // Now and then we wait, so that there are transactions of one batch and of many.
                    if (step % 7 == 0) {
                        durable.toCompletableFuture().join();
                    }
                }
            }
        }
    }
}
