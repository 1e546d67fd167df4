package io.failoverd.daemon.config;

import io.failoverd.daemon.alerts.WebhookKey;
import io.failoverd.daemon.config.yaml.Problem;
import io.failoverd.daemon.config.yaml.Section;
import io.failoverd.daemon.config.yaml.Value;
import io.failoverd.dns.server.CookieSecret;
import io.failoverd.dns.update.TsigKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads where secrets are kept, and looks whether they are there and fit. Messages never repeat what was read. */
final class SecretCheck {
    /** The size of key that Standard Webhooks asks for. */
    private static final int LEAST_KEY_BYTES = 24;

    private static final int MOST_KEY_BYTES = 64;
    private static final int LEAST_TOKEN_CHARACTERS = 16;

    private static final String HOW = "write {credential: NAME}, {file: PATH} or {env: NAME}";

    private final Scope scope;
    private final SecretReader reader;

    SecretCheck(Scope scope) {
        this.scope = scope;
        this.reader = new SecretReader(scope.surroundings());
    }

    @Nullable
    SecretSource token(Value value) {
        SecretSource source = source(value);
        Secret secret = source == null ? null : fetch(value, source);
        if (secret != null && secret.reveal().length() < LEAST_TOKEN_CHARACTERS) {
            value.warning("the token is shorter than " + LEAST_TOKEN_CHARACTERS + " characters", "use a random one");
        }
        if (secret != null && !secret.reveal().chars().allMatch(c -> c > 0x20 && c < 0x7F)) {
            value.error(
                    "the token has characters that no HTTP header can carry", "use letters, digits and punctuation");
        }
        return source;
    }

    @Nullable
    SecretSource webhook(Value value) {
        SecretSource source = source(value);
        Secret secret = source == null ? null : fetch(value, source);
        if (secret == null) {
            return source;
        }
        Optional<WebhookKey> key = WebhookKey.of(secret.reveal());
        if (key.isEmpty()) {
            value.error("in the secret, what follows whsec_ is not base64");
            return source;
        }
        int bytes = key.get().length();
        if (bytes < LEAST_KEY_BYTES || bytes > MOST_KEY_BYTES) {
            value.warning(
                    "the secret has " + bytes + " bytes, and Standard Webhooks asks for " + LEAST_KEY_BYTES + " to "
                            + MOST_KEY_BYTES,
                    "use whsec_ and the base64 of 32 random bytes");
        }
        return source;
    }

    /**
     * The secret of a TSIG key.
     *
     * @param key how the key is called, which is good
     */
    @Nullable
    SecretSource tsig(Value value, String key, String algorithm) {
        SecretSource source = source(value);
        Secret secret = source == null ? null : fetch(value, source);
        if (secret == null) {
            return source;
        }
        try {
            TsigKey.of(key, algorithm, secret.reveal());
        } catch (IllegalArgumentException e) {
            // Its own words might come to hold what was read.
            value.error(
                    "the secret of the TSIG key " + key + " is not Base64",
                    "keep only what tsig-keygen prints between the quotes after secret");
        }
        return source;
    }

    /** The secret of DNS cookies. */
    @Nullable
    SecretSource cookie(Value value) {
        SecretSource source = source(value);
        Secret secret = source == null ? null : fetch(value, source);
        if (secret != null && CookieSecret.parse(secret.reveal()).isEmpty()) {
            value.error(
                    "holds no secret for cookies: it takes " + CookieSecret.HEX_DIGITS + " hexadecimal digits",
                    "make one with `openssl rand -hex 16`");
        }
        return source;
    }

    /** An access key in one piece. */
    @Nullable
    SecretSource accessKey(Value value) {
        SecretSource source = source(value);
        Secret secret = source == null ? null : fetch(value, source);
        if (secret != null && KeptKey.parse(secret.reveal()).isEmpty()) {
            value.error("holds no access key", KeptKey.HOW);
        }
        return source;
    }

    /** The id, the secret or the token of an access key. */
    @Nullable
    SecretSource accessKeyPart(Value value) {
        SecretSource source = source(value);
        Secret secret = source == null ? null : fetch(value, source);
        if (secret != null && !KeptKey.isPart(secret.reveal())) {
            value.error(
                    "is no part of an access key: it has spaces, line breaks or other characters that none has",
                    "keep nothing else in it");
        }
        return source;
    }

    /**
     * What a probe is made of: the text itself.
     *
     * @return empty where it cannot be read now, which is told apart; null, and a problem, where none is meant
     */
    @Nullable
    String text(Value value) {
        SecretSource source = source(value);
        if (source == null) {
            return null;
        }
        Secret secret = fetch(value, source);
        return secret == null ? "" : secret.reveal();
    }

    private @Nullable Secret fetch(Value value, SecretSource source) {
        return switch (reader.read(source)) {
            case SecretResult.Missing(String reason) -> {
                scope.unreadableSecrets().add(value.problem(Problem.Severity.WARNING, reason, null));
                yield null;
            }
            case SecretResult.Found(Secret secret, List<String> concerns) -> {
                concerns.forEach(concern -> value.warning(concern, "chmod 600"));
                yield secret;
            }
        };
    }

    private @Nullable SecretSource source(Value value) {
        if (!value.isMap()) {
            value.error("a secret never stands in the file itself", HOW);
            return null;
        }
        Section section = value.section(Vocabulary.SECRET);
        List<String> written =
                Vocabulary.SECRET.served().stream().filter(section::has).toList();
        if (written.size() != 1) {
            value.error(
                    written.isEmpty() ? "does not say where the secret is" : "names two places for one secret", HOW);
            return null;
        }
        Value at = section.at(written.getFirst());
        String text = at.secretReference();
        if (text == null) {
            return null;
        }
        return switch (written.getFirst()) {
            case "credential" -> Names.isCredential(at, text) ? new SecretSource.Credential(text) : null;
            case "env" -> Names.isVariable(at, text) ? new SecretSource.Env(text) : null;
            default -> {
                Path path = scope.path(at);
                yield path == null ? null : new SecretSource.File(path);
            }
        };
    }
}
