package io.failoverd.dns.aliyun;

import java.net.URI;
import java.time.Duration;

/**
 * Which account, and how to call it.
 *
 * @param endpoint {@code alidns.aliyuncs.com}, or {@code host:port}
 * @param tls false for a fake only: a request carries its STS token
 * @param credentials asked before each request
 * @param callsPerSecond our own limit, below the account's quota; other tools and daemons may share that
 * @param requestDeadline of one request, connecting and all; the call's own may be nearer
 */
public record AliyunSettings(
        String endpoint, boolean tls, Credentials credentials, double callsPerSecond, Duration requestDeadline) {
    /** Where all regions are answered. */
    public static final String ENDPOINT = "alidns.aliyuncs.com";

    /**
     * The least quota that is published for a write is 60 a second for the whole account; those of
     * SetDomainRecordStatus and of GTM are not published.
     */
    public static final double CALLS_PER_SECOND = 10;

    /** A request takes tens of milliseconds in a region and some hundred between continents. */
    public static final Duration REQUEST_DEADLINE = Duration.ofSeconds(3);

    public AliyunSettings {
        URI parsed = parse(endpoint);
        if (parsed.getHost() == null || !endpoint.equals(parsed.getRawAuthority())) {
            throw new IllegalArgumentException("an endpoint is a host, or host:port, and not " + endpoint);
        }
        if (!(callsPerSecond > 0) || !(callsPerSecond <= 1e6) || !requestDeadline.isPositive()) {
            throw new IllegalArgumentException("settings of an account out of range: callsPerSecond " + callsPerSecond
                    + ", requestDeadline " + requestDeadline);
        }
    }

    private static URI parse(String endpoint) {
        try {
            return URI.create("https://" + endpoint);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("an endpoint is a host, or host:port, and not " + endpoint, e);
        }
    }

    /** As a URL writes it. */
    String host() {
        return parse(endpoint).getHost();
    }

    /** -1: the protocol's own. */
    int port() {
        return parse(endpoint).getPort();
    }
}
