package io.failoverd.daemon.demo.cloud.wire;

/**
 * What a caller signs with.
 *
 * @param token the STS token that has to come along; empty for a lasting key
 */
public record AccessKey(String id, String secret, String token) {
    public AccessKey {
        if (id.isBlank() || secret.isBlank()) {
            throw new IllegalArgumentException("an access key has an id and a secret");
        }
    }

    public static AccessKey lasting(String id, String secret) {
        return new AccessKey(id, secret, "");
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "AccessKey[" + id + (token.isEmpty() ? "]" : ", with STS token]");
    }
}
