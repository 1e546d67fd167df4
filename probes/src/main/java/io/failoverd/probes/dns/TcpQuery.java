package io.failoverd.probes.dns;

import io.failoverd.probes.Exchange;
import io.failoverd.probes.model.DnsCheck;
import io.failoverd.probes.model.FailureReason;
import io.failoverd.probes.model.ProbeResult;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import org.jspecify.annotations.Nullable;

/** One query on a TCP connection (RFC 7766). Lives on the event loop of its exchange, for one probe. */
final class TcpQuery extends SimpleChannelInboundHandler<ByteBuf> implements Exchange.Conversation {
    /** Two octets say how long a message is (RFC 1035, section 4.2.2). */
    private static final int LENGTH = 2;

    private static final int MAX_MESSAGE = 0xFFFF;

    /** Of messages that answer another query; who sends more has no answer for us, and holds up other probes. */
    static final int MAX_STRAYS = 64;

    private final Question question;
    private final DnsCheck check;
    private @Nullable Exchange exchange;
    private int foreign;

    TcpQuery(Question question, DnsCheck check) {
        this.question = question;
        this.check = check;
    }

    @Override
    public void connected(Exchange begun) {
        exchange = begun;
        begun.requestNext();
        begun.add(new LengthFieldBasedFrameDecoder(MAX_MESSAGE + LENGTH, 0, LENGTH, 0, LENGTH));
        begun.add(this);
        byte[] query = question.wire();
        ByteBuf length = Unpooled.buffer(LENGTH).writeShort(query.length);
        begun.send(Unpooled.wrappedBuffer(length, Unpooled.wrappedBuffer(query)));
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, ByteBuf message) {
        Exchange talk = exchange;
        if (talk == null) {
            return;
        }
        switch (question.read(ByteBufUtil.getBytes(message))) {
            // What answers another query may be followed by what answers ours.
            case Question.Reply.Foreign _ -> {
                foreign++;
                if (foreign > MAX_STRAYS) {
                    talk.finish(strays());
                }
            }
            case Question.Reply.Malformed(String why) -> answered(talk, malformed(why));
            case Question.Reply.Truncated _ ->
                answered(
                        talk,
                        new ProbeResult.Down(FailureReason.PROTOCOL_ERROR, "truncated over TCP, where all has room"));
            case Question.Reply.Answer(var answer) -> answered(talk, Answers.judged(answer, question.asked(), check));
        }
    }

    private static void answered(Exchange talk, ProbeResult result) {
        talk.answered();
        talk.finish(result);
    }

    static ProbeResult strays() {
        return new ProbeResult.Down(
                FailureReason.PROTOCOL_ERROR, "more than " + MAX_STRAYS + " messages that answer another query");
    }

    static ProbeResult malformed(String why) {
        String clean = why.replaceAll("[^\\x20-\\x7e]", " ");
        return new ProbeResult.Down(FailureReason.PROTOCOL_ERROR, "the answer cannot be read: " + clean);
    }
}
