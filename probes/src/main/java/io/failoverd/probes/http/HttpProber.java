package io.failoverd.probes.http;

import io.failoverd.probes.Attempt;
import io.failoverd.probes.Dialer;
import io.failoverd.probes.HostName;
import io.failoverd.probes.Prober;
import io.failoverd.probes.TextMatcher;
import io.failoverd.probes.model.HttpCheck;
import io.failoverd.probes.model.Target;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/**
 * One request on a new connection. Used from all event loops; a probe runs on its caller's. Keeps nothing from probe to
 * probe.
 */
public final class HttpProber implements Prober<HttpCheck> {
    private final Dialer dialer;
    private final String userAgent;
    private final TextMatcher matcher;

    /** @param userAgent e.g. {@code failoverd/1.2.3} */
    public HttpProber(Dialer dialer, String userAgent) {
        this.dialer = dialer;
        this.userAgent = userAgent;
        this.matcher = new TextMatcher(dialer.clock());
    }

    /** Loads what a first handshake would load, so that no probe pays for it. Completes when done; never fails. */
    public Future<Void> warmUp() {
        Promise<Void> done = Promise.promise();
        Thread.ofVirtual().name("warm-up").start(() -> {
            try {
                WarmUp.run(this, dialer.tls());
            } finally {
                done.complete(); // whatever went wrong: no probe begins before
            }
        });
        return done.future();
    }

    @Override
    public Attempt start(Target target, HttpCheck check) {
        var request = new Request(check, HostName.of(target, check.host()), userAgent);
        return dialer.dial(
                target,
                switch (check.version()) {
                    case HTTP_1_1 -> new HttpConversation(check, request, dialer.tls(), matcher);
                    case HTTP_2 -> new Http2Conversation(check, request, dialer.tls(), matcher);
                });
    }
}
