package io.failoverd.daemon.config;

import org.jspecify.annotations.Nullable;

/**
 * Where the secrets of DNS cookies are (RFC 9018), shared by the servers that answer for one address.
 *
 * @param secret what cookies are made with
 * @param previous cookies made with this one are good as well; null for none
 */
public record CookieSettings(SecretSource secret, @Nullable SecretSource previous) {}
