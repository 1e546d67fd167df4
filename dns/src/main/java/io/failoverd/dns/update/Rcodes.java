package io.failoverd.dns.update;

import io.failoverd.dns.model.Failure;
import io.failoverd.dns.model.FailureClass;
import java.net.InetSocketAddress;

/** What the response code of an update means for what to do next. */
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
}
