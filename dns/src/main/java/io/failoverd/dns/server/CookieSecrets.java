package io.failoverd.dns.server;

import org.jspecify.annotations.Nullable;

/**
 * The secrets of the present time. Cookies are made with {@code current}; those made with {@code other} are good as well,
 * which is the one before, or the one to come while the servers of an anycast address are told it one after another
 * (RFC 9018 section 5).
 *
 * @param other null for none
 */
public record CookieSecrets(CookieSecret current, @Nullable CookieSecret other) {}
