package io.failoverd.daemon.demo.cloud.account;

import java.util.List;
import java.util.stream.Stream;

/**
 * What the domain's owner pays for. The floors are those of the current English page on TTLs; older pages differ. The
 * codes of the paid editions are those that Terraform knows; the one of the free edition is from memory.
 */
public enum Edition {
    FREE(600, "mianfei"),
    PERSONAL(600, "version_personal"),
    ENTERPRISE_STANDARD(60, "version_enterprise_basic"),
    ENTERPRISE_ULTIMATE(1, "version_enterprise_advanced");

    /** The same for all. */
    public static final long MAX_TTL = 86_400;

    /** What the console offers; [?] for which of them each edition has besides its floor. */
    private static final List<Long> OFFERED =
            List.of(1L, 5L, 10L, 30L, 60L, 120L, 600L, 1800L, 3600L, 43_200L, MAX_TTL);

    private final long minTtl;
    private final String code;

    Edition(long minTtl, String code) {
        this.minTtl = minTtl;
        this.code = code;
    }

    public long minTtl() {
        return minTtl;
    }

    /** The API's VersionCode. */
    public String code() {
        return code;
    }

    public Stream<Long> availableTtls() {
        return OFFERED.stream().filter(ttl -> ttl >= minTtl);
    }
}
