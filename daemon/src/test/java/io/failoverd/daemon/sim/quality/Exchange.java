package io.failoverd.daemon.sim.quality;

/**
 * One HTTPS request over TCP, packet by packet. A lost SYN is sent again after 1, 3, 7 … s (RFC 6298, section 2 and 5, as
 * Linux does); what is lost later after the retransmission timeout of a measured path, the round trip and 200 ms (Linux'
 * least), doubled each time. Three flights after the connection: the TLS 1.3 handshake (a certificate chain takes three
 * packets), and the request with an answer of two. Mutable and used again, since millions are made.
 */
final class Exchange {
    enum Outcome {
        OK,
        ERROR_5XX,
        LIMITED_429,
        REFUSED,
        CONNECT_TIMEOUT,
        TIMEOUT,
        BAD_CERTIFICATE;

        boolean timedOut() {
            return this == CONNECT_TIMEOUT || this == TIMEOUT;
        }
    }

    /**
     * How long a client waits, and what it looks at.
     *
     * @param connect for the connection
     * @param total for everything, from the start
     * @param afterConnect for everything after the connection; whichever of the two ends first holds
     * @param checksCertificate whether an expired certificate fails it
     * @param prober whether it is counted as one by a limiter
     */
    record Client(long connect, long total, long afterConnect, boolean checksCertificate, boolean prober) {
        /** As patient as a browser or an HTTP library mostly is. */
        static final Client USER = new Client(10 * Times.SECOND, 10 * Times.SECOND, 10 * Times.SECOND, true, false);
    }

    private static final long FIRST_SYN_TIMEOUT = Times.SECOND;
    private static final long LEAST_TIMEOUT = 200 * Times.MILLI;

    private final Client client;
    private long finish;
    private Outcome outcome = Outcome.OK;

    Exchange(Client client) {
        this.client = client;
    }

    long finish() {
        return finish;
    }

    Outcome outcome() {
        return outcome;
    }

    /** Runs a whole exchange; its end is in {@link #finish} and {@link #outcome}. */
    void run(Route path, long start) {
        long connectBy = start + Math.min(client.connect(), client.total());
        long connected = connect(path, start, connectBy);
        if (connected == Long.MAX_VALUE) {
            end(connectBy, Outcome.CONNECT_TIMEOUT);
            return;
        }
        if (outcome == Outcome.REFUSED) {
            finish = connected;
            return;
        }
        long by = Math.min(start + client.total(), connected + client.afterConnect());
        long secured = flights(path, flights(path, connected, 1, by), 3, by);
        boolean expired = secured <= by && path.gateway(secured).mode() == SimGateway.Mode.CERTIFICATE_EXPIRED;
        if (expired && client.checksCertificate()) {
            end(secured, Outcome.BAD_CERTIFICATE);
            return;
        }
        long asked = flights(path, secured, 1, by);
        if (asked > by || path.gateway(asked).mode() == SimGateway.Mode.HANGS) {
            end(by, Outcome.TIMEOUT);
            return;
        }
        SimGateway.Phase phase = path.gateway(asked);
        long answered = flights(path, asked + phase.answerTime(path.chance()), 2, by);
        if (answered > by) {
            end(by, Outcome.TIMEOUT);
        } else {
            end(answered, answer(phase, path));
        }
    }

    /** What a stall of the client's own process adds: it could neither send nor read, and its deadline went on. */
    void stalledBy(Scene scene, int place, long start) {
        long stalled = scene.stalled(place, start, finish);
        if (stalled > 0 && !outcome.timedOut()) {
            finish += stalled;
            if (finish > start + client.total()) {
                end(start + client.total(), Outcome.TIMEOUT);
            }
        }
    }

    private Outcome answer(SimGateway.Phase phase, Route path) {
        return switch (phase.mode()) {
            case ERRORS -> path.chance().nextDouble() < phase.share() ? Outcome.ERROR_5XX : Outcome.OK;
            case LIMITS -> path.chance().nextDouble() < phase.share() ? Outcome.LIMITED_429 : Outcome.OK;
            case LIMITS_PROBERS -> client.prober() ? Outcome.LIMITED_429 : Outcome.OK;
            case REFUSES -> Outcome.REFUSED; // it died between the connection and the answer, with a reset
            case WELL, HANGS, CERTIFICATE_EXPIRED -> Outcome.OK;
        };
    }

    private void end(long at, Outcome how) {
        finish = at;
        outcome = how;
    }

    /** When the connection stands or is refused; never when nothing came through in time. */
    private long connect(Route path, long start, long by) {
        long sent = start;
        long wait = FIRST_SYN_TIMEOUT;
        while (sent < by) {
            SimGateway.Mode mode = path.gateway(sent).mode();
            if (mode != SimGateway.Mode.HANGS && path.arrives(sent) && path.arrives(sent + path.roundTrip() / 2)) {
                outcome = mode == SimGateway.Mode.REFUSES ? Outcome.REFUSED : Outcome.OK;
                long back = sent + path.roundTrip();
                return back <= by ? back : Long.MAX_VALUE;
            }
            sent += wait;
            wait *= 2;
        }
        return Long.MAX_VALUE;
    }

    /** When a flight of packets, half a round trip each, has arrived as a whole; those that are lost are sent again. */
    private static long flights(Route path, long start, int packets, long by) {
        long last = start;
        for (int packet = 0; packet < packets; packet++) {
            long sent = start;
            long wait = path.roundTrip() + LEAST_TIMEOUT;
            while (sent <= by && !path.arrives(sent)) {
                sent += wait;
                wait *= 2;
            }
            last = Math.max(last, sent);
        }
        return last + path.roundTrip() / 2;
    }
}
