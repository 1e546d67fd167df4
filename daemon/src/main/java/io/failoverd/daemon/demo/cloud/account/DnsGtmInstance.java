package io.failoverd.daemon.demo.cloud.account;

/**
 * A GTM 2.0 instance: a name that its pools answer for, which the service's own name points at by CNAME.
 *
 * @param strategyMode GEO or LATENCY
 * @param publicRr with {@code publicZone} the name that answers
 * @param userDomain the service's own name
 */
public record DnsGtmInstance(
        String id,
        String name,
        String versionCode,
        String strategyMode,
        int ttl,
        String publicRr,
        String publicZone,
        String userDomain) {
    /** The name that answers, without a final dot. */
    public String cname() {
        return publicRr + "." + publicZone;
    }
}
