package io.failoverd.dns.server;

import org.xbill.DNS.Type;

/** The types that are counted by name; a closed set, so that no client can grow the metrics. */
public enum QueryType {
    A,
    NS,
    CNAME,
    SOA,
    PTR,
    MX,
    TXT,
    AAAA,
    SRV,
    HTTPS,
    ANY,
    OTHER,
    /** The query was not understood so far. */
    NONE;

    static QueryType of(int type) {
        return switch (type) {
            case Type.A -> A;
            case Type.NS -> NS;
            case Type.CNAME -> CNAME;
            case Type.SOA -> SOA;
            case Type.PTR -> PTR;
            case Type.MX -> MX;
            case Type.TXT -> TXT;
            case Type.AAAA -> AAAA;
            case Type.SRV -> SRV;
            case Type.HTTPS -> HTTPS;
            case Type.ANY -> ANY;
            default -> OTHER;
        };
    }
}
