package io.failoverd.probes.tcp;

import io.failoverd.probes.Exchange;
import io.failoverd.probes.TextMatcher;
import io.failoverd.probes.TextMatcher.Found;
import io.failoverd.probes.model.FailureReason;
import io.failoverd.probes.model.ProbeResult;
import io.failoverd.probes.model.TcpCheck;
import io.failoverd.probes.model.TextTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Says what there is to say and reads until the answer is as expected. Lives on the event loop of its exchange, for one
 * probe; a pattern is matched on a worker thread, one look at a time however the bytes drip in.
 */
final class TcpConversation extends SimpleChannelInboundHandler<ByteBuf> implements Exchange.Conversation {
    private final TcpCheck check;
    private final TextTest expected;
    private final TextMatcher matcher;
    private final ByteArrayOutputStream answer = new ByteArrayOutputStream();

    private @Nullable Exchange exchange;
    private boolean looking;
    private boolean moreCame;

    TcpConversation(TcpCheck check, TextTest expected, TextMatcher matcher) {
        this.check = check;
        this.expected = expected;
        this.matcher = matcher;
    }

    @Override
    public void connected(Exchange begun) {
        exchange = begun;
        begun.requestNext();
        begun.add(this);
        String send = check.send();
        if (send == null) {
            begun.requestSent();
            return;
        }
        begun.send(Unpooled.copiedBuffer(send, StandardCharsets.UTF_8));
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, ByteBuf bytes) {
        Exchange talk = exchange;
        if (talk == null) {
            return;
        }
        if (answer.size() == 0) {
            talk.answered();
        }
        int more = Math.min(TcpCheck.MAX_ANSWER_BYTES - answer.size(), bytes.readableBytes());
        if (!talk.keeps(more)) {
            return;
        }
        answer.writeBytes(ByteBufUtil.getBytes(bytes, bytes.readerIndex(), more));
        if (answer.size() >= TcpCheck.MAX_ANSWER_BYTES) {
            talk.conclude(() -> judged(looked(), " in its first " + TcpCheck.MAX_ANSWER_BYTES + " bytes"));
        } else {
            look(talk);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        Exchange talk = exchange;
        if (talk != null && answer.size() > 0) {
            talk.conclude(() -> judged(looked(), ""));
        } else {
            ctx.fireChannelInactive();
        }
    }

    private void look(Exchange talk) {
        if (expected instanceof TextTest.Matches) {
            moreCame = looking;
            if (!looking) {
                looking = true;
                String text = text();
                talk.aside(() -> matcher.test(expected, text, matcher.deadline()), found -> seen(talk, found));
            }
        } else {
            seen(talk, looked());
        }
    }

    private void seen(Exchange talk, Found found) {
        looking = false;
        if (found != Found.NO) {
            talk.finish(judged(found, ""));
        } else if (moreCame) {
            look(talk);
        }
    }

    private Found looked() {
        return matcher.test(expected, text(), matcher.deadline());
    }

    private String text() {
        return answer.toString(StandardCharsets.UTF_8);
    }

    private ProbeResult judged(Found found, String where) {
        String what = switch (expected) {
            case TextTest.Contains(String part) -> "contain \"" + part + '"';
            case TextTest.Equals(String whole) -> "equal \"" + whole + '"';
            case TextTest.Matches(String pattern) -> "match \"" + pattern + '"';
        };
        return switch (found) {
            case YES -> new ProbeResult.Up("answered as expected");
            case NO -> new ProbeResult.Down(FailureReason.BODY_MISMATCH, "the answer does not " + what.strip() + where);
            case TOO_LATE -> TextMatcher.tooLate();
        };
    }
}
