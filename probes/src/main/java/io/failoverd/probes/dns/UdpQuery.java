package io.failoverd.probes.dns;

import io.failoverd.probes.Attempt;
import io.failoverd.probes.Dialer;
import io.failoverd.probes.Inquiry;
import io.failoverd.probes.model.DnsCheck;
import io.failoverd.probes.model.FailureReason;
import io.failoverd.probes.model.ProbeResult;
import io.failoverd.probes.model.Probed;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One query in one datagram; when its answer was cut, over TCP as well, in what is left of the time. Lives on the event
 * loop of its inquiry, for one probe.
 */
final class UdpQuery implements Inquiry.Errand {
    /** A server may send more than it was asked to; what is longer than any datagram is none. */
    private static final int MAX_DATAGRAM = 0xFFFF;

    /**
     * {@code IP_RECVERR} and {@code IPV6_RECVERR}: without them Linux tells a UDP socket, also one that is connected, of
     * ports that nobody listens on, and not of hosts and networks that are gone ({@code ip(7)}).
     */
    private static final IntegerUnixChannelOption ERRORS = new IntegerUnixChannelOption("IP_RECVERR", 0, 11);

    private static final IntegerUnixChannelOption ERRORS_V6 = new IntegerUnixChannelOption("IPV6_RECVERR", 41, 25);

    private final Dialer dialer;
    private final Question question;
    private final DnsCheck check;

    private @Nullable Channel channel;
    private @Nullable Attempt again;
    private int foreign;

    UdpQuery(Dialer dialer, Question question, DnsCheck check) {
        this.dialer = dialer;
        this.question = question;
        this.check = check;
    }

    @Override
    public void begin(Inquiry inquiry) {
        InetAddress address = inquiry.target().address();
        String where =
                (address instanceof Inet6Address ? "[" + address.getHostAddress() + "]" : address.getHostAddress())
                        + ":" + check.port();
        Channel opened;
        try {
            opened = dialer.datagramChannel();
        } catch (RuntimeException e) {
            inquiry.fail(e.getCause() == null ? e : e.getCause(), true, where);
            return;
        }
        channel = opened;
        opened.config().setOption(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(MAX_DATAGRAM));
        if (opened instanceof EpollDatagramChannel) {
            opened.config().setOption(address instanceof Inet6Address ? ERRORS_V6 : ERRORS, 1);
        }
        opened.pipeline().addLast(new Ear(inquiry, where));
        inquiry.loop().register(opened).addListener(done -> {
            if (done.isSuccess()) {
                ask(inquiry, opened, where);
            } else {
                inquiry.fail(done.cause(), true, where);
            }
        });
    }

    private void ask(Inquiry inquiry, Channel opened, String where) {
        if (inquiry.ended()) {
            return;
        }
        var remote = new InetSocketAddress(inquiry.target().address(), check.port());
        InetAddress source = check.source();
        ChannelFuture connected =
                source == null ? opened.connect(remote) : opened.connect(remote, new InetSocketAddress(source, 0));
        connected.addListener(done -> {
            if (!done.isSuccess()) {
                inquiry.fail(done.cause(), true, where);
                return;
            }
            opened.writeAndFlush(Unpooled.wrappedBuffer(question.wire())).addListener(written -> {
                if (!written.isSuccess()) {
                    failed(inquiry, written.cause(), where);
                }
            });
            inquiry.sent();
        });
    }

    private static void failed(Inquiry inquiry, Throwable cause, String where) {
        if (cause instanceof PortUnreachableException) {
            inquiry.finish(new ProbeResult.Down(FailureReason.CONNECT_REFUSED, "refused by " + where));
        } else {
            inquiry.fail(cause, false, where);
        }
    }

    private void read(Inquiry inquiry, byte[] datagram) {
        switch (question.read(datagram)) {
            case Question.Reply.Foreign _ -> {
                foreign++;
                if (foreign > TcpQuery.MAX_STRAYS) {
                    inquiry.finish(TcpQuery.strays());
                }
            }
            case Question.Reply.Malformed(String why) -> answered(inquiry, TcpQuery.malformed(why));
            case Question.Reply.Truncated _ -> askAgain(inquiry);
            case Question.Reply.Answer(var answer) ->
                answered(inquiry, Answers.judged(answer, question.asked(), check));
        }
    }

    private static void answered(Inquiry inquiry, ProbeResult result) {
        inquiry.answered();
        inquiry.finish(result);
    }

    private void askAgain(Inquiry inquiry) {
        if (again != null) {
            return;
        }
        inquiry.answered();
        Attempt overTcp = dialer.dial(inquiry.target(), new TcpQuery(question, check));
        again = overTcp;
        overTcp.outcome().onSuccess(probed -> {
            inquiry.connected(probed.timings().connect());
            inquiry.finish(overTcp(probed));
        });
    }

    private static ProbeResult overTcp(Probed probed) {
        String before = "truncated over UDP; over TCP: ";
        return switch (probed.result()) {
            case ProbeResult.Up(String detail) -> new ProbeResult.Up(detail + " (over TCP, truncated over UDP)");
            case ProbeResult.Degraded(var reason, String detail) -> new ProbeResult.Degraded(reason, before + detail);
            case ProbeResult.Down(var reason, String detail) -> new ProbeResult.Down(reason, before + detail);
            case ProbeResult.Inconclusive(var reason, String detail) ->
                new ProbeResult.Inconclusive(reason, before + detail);
        };
    }

    @Override
    public ProbeResult expired(Duration limit) {
        String text = again != null ? "truncated over UDP, and no answer over TCP" : "no answer";
        if (foreign > 0) {
            text = foreign + (foreign == 1 ? " datagram that answers" : " datagrams that answer")
                    + " another query, and " + text;
        }
        FailureReason reason = again == null ? FailureReason.FIRST_BYTE_TIMEOUT : FailureReason.TOTAL_TIMEOUT;
        return new ProbeResult.Down(reason, text + " within " + limit.toMillis() + " ms");
    }

    @Override
    public Future<Void> release() {
        Promise<Void> released = Promise.promise();
        if (again != null) {
            again.cancel();
        }
        Channel opened = channel;
        if (opened == null) {
            released.complete();
        } else if (opened.isRegistered()) {
            opened.close().addListener(_ -> released.complete());
        } else {
            opened.unsafe().closeForcibly();
            released.complete();
        }
        return released.future();
    }

    /** Hears what comes from the server, and what the network says of it. */
    private final class Ear extends SimpleChannelInboundHandler<DatagramPacket> {
        private final Inquiry inquiry;
        private final String where;

        Ear(Inquiry inquiry, String where) {
            this.inquiry = inquiry;
            this.where = where;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, DatagramPacket packet) {
            if (!inquiry.ended()) {
                read(inquiry, ByteBufUtil.getBytes(packet.content()));
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            failed(inquiry, cause, where);
        }
    }
}
