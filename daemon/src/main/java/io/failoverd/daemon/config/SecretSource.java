package io.failoverd.daemon.config;

import java.nio.file.Path;

/** Where a secret is kept. The secret itself is never in the config, nor in a value of this type. */
public sealed interface SecretSource {
    /** Handed over by systemd ({@code LoadCredential=}), as a file of that name in {@code $CREDENTIALS_DIRECTORY}. */
    record Credential(String name) implements SecretSource {
        @Override
        public String toString() {
            return "credential " + name;
        }
    }

    record File(Path path) implements SecretSource {
        @Override
        public String toString() {
            return "file " + path;
        }
    }

    /** A variable of the daemon's environment. */
    record Env(String name) implements SecretSource {
        @Override
        public String toString() {
            return "environment variable " + name;
        }
    }
}
