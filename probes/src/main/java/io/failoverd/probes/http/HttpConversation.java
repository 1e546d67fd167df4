package io.failoverd.probes.http;

import io.failoverd.probes.Exchange;
import io.failoverd.probes.model.FailureReason;
import io.failoverd.probes.model.HttpCheck;
import io.failoverd.probes.model.ProbeResult;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer. Lives on the event loop of its exchange, for one probe.
 *
 * <p>An answer that does not pass is judged by its head alone; one that passes must also be complete. Bodies are
 * counted and thrown away.
 */
final class HttpConversation extends SimpleChannelInboundHandler<HttpObject> implements Exchange.Conversation {
    private final HttpCheck check;
    private final String host;
    private final String userAgent;
    private final TlsTrust trust;

    private @Nullable Exchange exchange;
    private @Nullable ProbeResult verdict;
    private int status;
    private boolean interim;
    private long bodyBytes;

    HttpConversation(HttpCheck check, String host, String userAgent, TlsTrust trust) {
        this.check = check;
        this.host = host;
        this.userAgent = userAgent;
        this.trust = trust;
    }

    @Override
    public void connected(Exchange begun, Channel channel) {
        exchange = begun;
        if (!check.tls()) {
            begun.requestNext();
            ask(begun, channel);
            return;
        }
        SslHandler tls;
        try {
            tls = new SslHandler(trust.engine(check.caPem(), host));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            begun.finish(new ProbeResult.Inconclusive(
                    FailureReason.LOCAL_ERROR,
                    "TLS cannot be set up for check " + check.name() + ": " + e.getMessage()));
            return;
        }
        // The exchange has the only deadline.
        tls.setHandshakeTimeoutMillis(0);
        begun.add(tls);
        tls.handshakeFuture().addListener(done -> {
            if (done.isSuccess()) {
                secured(begun, channel, tls.engine().getSession());
            } else {
                begun.fail(done.cause());
            }
        });
    }

    private void secured(Exchange begun, Channel channel, SSLSession session) {
        try {
            // A certificate that is its own trust anchor passes the JDK's check after its end.
            ((X509Certificate) session.getPeerCertificates()[0]).checkValidity();
        } catch (GeneralSecurityException | SSLException e) {
            begun.fail(e);
            return;
        } finally {
            session.invalidate();
        }
        begun.tlsEstablished();
        try {
            ask(begun, channel);
        } catch (RuntimeException e) {
            // In a listener, where Netty would log it and let the probe run into its timeout.
            begun.fail(e);
        }
    }

    private void ask(Exchange begun, Channel channel) {
        begun.add(new HttpClientCodec());
        begun.add(this);
        var request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, check.path());
        request.headers()
                .set(HttpHeaderNames.HOST, HostName.header(host, check))
                .set(HttpHeaderNames.USER_AGENT, userAgent)
                .set(HttpHeaderNames.ACCEPT, "*/*")
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        channel.writeAndFlush(request).addListener(done -> {
            if (done.isSuccess()) {
                begun.requestSent();
            } else {
                begun.fail(done.cause());
            }
        });
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, HttpObject part) {
        Exchange talk = exchange;
        if (talk == null) {
            return;
        }
        if (part.decoderResult().isFailure()) {
            talk.finish(unreadable(part.decoderResult()));
            return;
        }
        if (part instanceof HttpResponse head) {
            head(talk, head);
        }
        if (part instanceof HttpContent content) {
            body(talk, content);
        }
    }

    private void head(Exchange talk, HttpResponse head) {
        status = head.status().code();
        interim = head.status().codeClass() == HttpStatusClass.INFORMATIONAL && status != 101;
        if (interim) {
            return;
        }
        talk.answered();
        ProbeResult judged = HttpExpectation.judge(check, status);
        verdict = judged;
        if (judged instanceof ProbeResult.Down) {
            talk.finish(judged);
        } else if (!HttpExpectation.fits(declaredLength(head))) {
            talk.finish(HttpExpectation.bodyTooLarge(status));
        }
    }

    private void body(Exchange talk, HttpContent content) {
        if (interim || verdict == null) {
            return;
        }
        bodyBytes += content.content().readableBytes();
        if (!HttpExpectation.fits(bodyBytes)) {
            talk.finish(HttpExpectation.bodyTooLarge(status));
        } else if (content instanceof LastHttpContent) {
            talk.finish(verdict);
        }
    }

    private static long declaredLength(HttpResponse head) {
        return HttpUtil.getContentLength(head, 0L);
    }

    private static ProbeResult unreadable(DecoderResult failure) {
        if (failure.cause() instanceof PrematureChannelClosureException) {
            return new ProbeResult.Down(FailureReason.CLOSED_EARLY, "closed within the answer's head");
        }
        return new ProbeResult.Down(FailureReason.PROTOCOL_ERROR, "the answer is not HTTP");
    }
}
