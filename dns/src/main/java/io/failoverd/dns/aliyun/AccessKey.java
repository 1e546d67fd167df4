package io.failoverd.dns.aliyun;

import java.util.Optional;

/**
 * An access key as a call needs it.
 *
 * @param id public
 * @param secret signs; goes nowhere
 * @param token the STS token that goes along with a key of limited life
 */
public record AccessKey(String id, String secret, Optional<String> token) {
    /** Alibaba Cloud's are a fifth of this, its STS tokens a quarter. */
    private static final int LONGEST = 8_192;

    public AccessKey {
        String all = id + secret + token.orElse("");
        if (id.isBlank() || secret.isBlank() || token.filter(String::isBlank).isPresent()) {
            throw new IllegalArgumentException("an access key has an id and a secret, and no empty token");
        }
        if (all.length() > LONGEST || all.chars().anyMatch(each -> each <= ' ' || each > '~')) {
            throw new IllegalArgumentException("an access key is made of printable ASCII without spaces");
        }
    }

    /** Without what must not be seen. */
    @Override
    public String toString() {
        return "access key " + id + (token.isPresent() ? " with an STS token" : "");
    }
}
