package io.failoverd.daemon.config;

import java.net.URI;

/**
 * Somebody who is told: a webhook, signed.
 *
 * @param url http or https; may hold a token, so it is never printed
 */
public record AlertChannel(String name, URI url, SecretSource secret) {
    @Override
    public String toString() {
        return "AlertChannel[" + name + ", " + secret + "]";
    }
}
