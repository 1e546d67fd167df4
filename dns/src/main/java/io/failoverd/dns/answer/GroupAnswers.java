package io.failoverd.dns.answer;

import org.jspecify.annotations.Nullable;

/**
 * What a group of clients, those of one region, is told of a service.
 *
 * @param https null where the service has no HTTPS record with hints at its own addresses
 * @param svcb likewise
 */
record GroupAnswers(
        AddressAnswers ipv4,
        AddressAnswers ipv6,
        @Nullable WireAnswer https,
        @Nullable WireAnswer svcb) {}
