package io.failoverd.dns.update;

import io.failoverd.dns.model.Failure;
import io.failoverd.dns.model.FailureClass;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;

/** What a response code, or none, means for what to do next. */
final class Rcodes {
    private Rcodes() {}

    /** Of an UPDATE (RFC 2136, section 3) that was answered with something other than NOERROR. */
    static Failure update(String rcode, InetSocketAddress server) {
        String who = server.getAddress().getHostAddress() + " answers the update " + rcode;
        return switch (rcode) {
            case "NXRRSET", "YXRRSET", "NXDOMAIN", "YXDOMAIN" ->
                new Failure(FailureClass.CHANGED, rcode, who + ": the records are not as they were read");
            case "BADKEY", "BADSIG", "BADTRUNC" ->
                new Failure(
                        FailureClass.OPERATOR,
                        rcode,
                        who + ": it does not know the TSIG key, has another secret, or lets it not change this");
            case "BADTIME" ->
                new Failure(
                        FailureClass.OPERATOR, rcode, who + ": its clock and ours differ by more than five minutes");
            case "NOTAUTH" ->
                new Failure(
                        FailureClass.OPERATOR, rcode, who + ": it is not the primary of the zone, or refuses the key");
            case "REFUSED" -> new Failure(FailureClass.OPERATOR, rcode, who + ": its policy does not allow it");
            case "NOTZONE", "FORMERR", "NOTIMP", "NOTIMPL" ->
                new Failure(FailureClass.CONFIG, rcode, who + ": the name is not in the zone, or it takes no updates");
            default -> new Failure(FailureClass.TRANSIENT, rcode, who);
        };
    }

    /** Of a query that cannot be used. */
    static Failure query(String rcode, InetSocketAddress server) {
        String who = server.getAddress().getHostAddress() + " answers the query " + rcode;
        return switch (rcode) {
            case "BADKEY", "BADSIG", "BADTRUNC", "BADTIME", "NOTAUTH", "REFUSED" ->
                new Failure(FailureClass.OPERATOR, rcode, who);
            default -> new Failure(FailureClass.TRANSIENT, rcode, who);
        };
    }

    /** A response that is not signed as it should be says nothing, whatever it says. */
    static Failure untrusted(InetSocketAddress server) {
        return new Failure(
                FailureClass.AMBIGUOUS,
                "unsigned",
                server.getAddress().getHostAddress() + " answers without the signature that the key makes");
    }

    /** No response. */
    static Failure broken(IOException e, InetSocketAddress server, boolean sent) {
        String who = server.getAddress().getHostAddress() + ", port " + server.getPort() + ": ";
        FailureClass kind = sent ? FailureClass.AMBIGUOUS : FailureClass.TRANSIENT;
        return switch (e) {
            case SocketTimeoutException _ -> new Failure(kind, "timeout", who + "no answer in time");
            case ConnectException _, PortUnreachableException _ ->
                new Failure(FailureClass.TRANSIENT, "refused", who + "nobody listens");
            case NoRouteToHostException _ -> new Failure(FailureClass.TRANSIENT, "unreachable", who + "no route");
            default -> new Failure(kind, "broken", who + e.getClass().getSimpleName());
        };
    }
}
