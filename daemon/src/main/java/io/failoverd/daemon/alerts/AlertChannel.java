package io.failoverd.daemon.alerts;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where alerts go.
 *
 * @param name unique among the channels; a label in metrics and the key of its rows in the outbox
 * @param url absolute, http or https
 * @param key null for a receiver that checks no signature
 */
public record AlertChannel(String name, URI url, @Nullable WebhookKey key) {
    public AlertChannel {
        if (url.getHost() == null || !("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
            throw new IllegalArgumentException("alert channel " + name + " needs an absolute http or https URL");
        }
    }

    /** The URL without what may hold a token: path, query and user. */
    public String redacted() {
        String port = url.getPort() < 0 ? "" : ":" + url.getPort();
        return url.getScheme() + "://" + url.getHost() + port + "/…";
    }

    @Override
    public String toString() {
        return "AlertChannel[" + name + ", " + redacted() + "]";
    }
}
