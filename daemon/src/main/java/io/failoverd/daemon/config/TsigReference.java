package io.failoverd.daemon.config;

/**
 * Which TSIG key (RFC 8945); the secret itself by reference only.
 *
 * @param name a domain name in lower case, without a trailing dot
 * @param algorithm such as {@code hmac-sha256}
 */
public record TsigReference(String name, String algorithm, SecretSource secret) {}
