package io.failoverd.probes.model;

import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Passes when a name server answers one query as expected.
 *
 * @param query the name that is asked for, without a trailing dot, or "." for the root; the service's name when null
 * @param type of the records that are asked for, e.g. A
 * @param recursion whether the server is asked to find the answer elsewhere (RD)
 * @param rcodes the ones that pass, e.g. NOERROR; at least one
 * @param expect what the answer's records must be as well; all of it, and only where the rcode is NOERROR
 */
public record DnsCheck(
        String name,
        int port,
        @Nullable String query,
        String type,
        Transport transport,
        boolean recursion,
        List<String> rcodes,
        List<RecordTest> expect,
        LatencyLimits degradedLatency,
        @Nullable InetAddress source,
        Cadence cadence)
        implements Check {
    /** How a query travels. A truncated answer over UDP is asked for again over TCP. */
    public enum Transport {
        UDP,
        TCP
    }

    public DnsCheck {
        rcodes = List.copyOf(rcodes);
        expect = List.copyOf(expect);
    }
}
