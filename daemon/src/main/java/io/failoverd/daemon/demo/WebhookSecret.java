package io.failoverd.daemon.demo;

import io.failoverd.daemon.alerts.StandardWebhooks;
import io.failoverd.daemon.alerts.WebhookKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;

/** A secret that the daemon signs with and the receiver checks by, made for one demo. */
final class WebhookSecret implements WebhookReceiver.SignatureCheck {
    private static final int KEY_BYTES = 32;

    private final String text;
    private final WebhookKey key;

    private WebhookSecret(String text) {
        this.text = text;
        this.key = WebhookKey.of(text).orElseThrow();
    }

    static WebhookSecret random() {
        return new WebhookSecret("whsec_" + Base64.getEncoder().encodeToString(SecretFile.random(KEY_BYTES)));
    }

    /** Writes it where only this user can read it. */
    Path writeTo(Path file) throws IOException {
        return SecretFile.write(file, text);
    }

    @Override
    public boolean verified(String id, String timestamp, String signature, byte[] body) {
        return StandardWebhooks.verify(id, timestamp, signature, body, key, Instant.now())
                == StandardWebhooks.Verdict.VALID;
    }
}
