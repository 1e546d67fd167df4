package io.failoverd.dns.query;

import io.failoverd.dns.model.Failure;
import io.failoverd.dns.model.FailureClass;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;

/** What a query that was not answered, or not well, means for what to do next. */
public final class Errors {
    private Errors() {}

    /** Of a query that cannot be used. */
    public static Failure query(String rcode, InetSocketAddress server) {
        String who = server.getAddress().getHostAddress() + " answers the query " + rcode;
        return switch (rcode) {
            case "BADKEY", "BADSIG", "BADTRUNC", "BADTIME", "NOTAUTH", "REFUSED" ->
                new Failure(FailureClass.OPERATOR, rcode, who);
            default -> new Failure(FailureClass.TRANSIENT, rcode, who);
        };
    }

    /** A response that is not signed as it should be says nothing, whatever it says. */
    public static Failure untrusted(InetSocketAddress server) {
        return new Failure(
                FailureClass.AMBIGUOUS,
                "unsigned",
                server.getAddress().getHostAddress() + " answers without the signature that the key makes");
    }

    /** No response. */
    public static Failure broken(IOException e, InetSocketAddress server, boolean sent) {
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
