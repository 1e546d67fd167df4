package io.failoverd.daemon.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Fetches secrets from where the config says they are. Blocking; call it at start and on a reload. */
public final class SecretReader {
    /** A key or a token; a file that is longer is the wrong file. */
    static final int MAX_BYTES = 4096;

    private final Surroundings surroundings;

    public SecretReader(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    public SecretResult read(SecretSource source) {
        return switch (source) {
            case SecretSource.Credential(String name) -> {
                String directory = surroundings.variable("CREDENTIALS_DIRECTORY");
                yield directory == null
                        ? new SecretResult.Missing("the credential " + name
                                + " cannot be read: CREDENTIALS_DIRECTORY is not set, so systemd has handed over none")
                        : file(Path.of(directory).resolve(name), "the credential " + name);
            }
            case SecretSource.File(Path path) -> file(path, "the file " + path);
            case SecretSource.Env(String name) -> {
                String text = surroundings.variable(name);
                yield text == null
                        ? new SecretResult.Missing("the environment variable " + name + " is not set")
                        : found(text, "the environment variable " + name, List.of());
            }
        };
    }

    private SecretResult file(Path path, String what) {
        return switch (surroundings.read(path, MAX_BYTES)) {
            case FileText.Unreadable(String reason) -> new SecretResult.Missing(what + " " + reason);
            case FileText.Text(String text) -> {
                List<String> concerns = new ArrayList<>();
                if (surroundings.readableByOthers(path)) {
                    concerns.add(what + " can be read by every user of this machine");
                }
                yield found(text, what, concerns);
            }
        };
    }

    /** The line end that editors and {@code echo} leave is no part of a secret. */
    private static SecretResult found(String text, String what, List<String> concerns) {
        String secret = text.strip();
        return secret.isEmpty()
                ? new SecretResult.Missing(what + " is empty")
                : new SecretResult.Found(new Secret(secret), concerns);
    }
}
