package io.failoverd.daemon.run;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the service manager how we are: sd_notify(3), newline-separated assignments in one AF_UNIX datagram. The JDK
 * has no such socket, Netty's epoll transport does.
 *
 * <p>The composition root owns it. Any thread may call it and none waits: messages leave in the order of the calls, on
 * a thread of its own. Without {@code NOTIFY_SOCKET} every call does nothing, so that nobody has to ask.
 */
public final class SystemdNotifier implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SystemdNotifier.class);

    /** A manager that does not read for so long has stopped caring, and memory is better spent elsewhere. */
    private static final int MAX_WAITING = 64;

    /** {@code systemctl status} shows one line. */
    private static final int MAX_STATUS_CHARS = 256;

    /** The last message of a process that ends is worth this much delay. */
    private static final Duration FLUSH_LIMIT = Duration.ofSeconds(1);

    private final Optional<Duration> watchdogTimeout;
    private final @Nullable Line line;

    private SystemdNotifier(Optional<Duration> watchdogTimeout, @Nullable Line line) {
        this.watchdogTimeout = watchdogTimeout;
        this.line = line;
    }

    /** Reads {@code NOTIFY_SOCKET}, {@code WATCHDOG_USEC} and {@code WATCHDOG_PID}. Never fails: it says what it cannot. */
    public static SystemdNotifier open(Map<String, String> environment) {
        var settings = NotifySettings.of(environment, ProcessHandle.current().pid());
        if (settings.socket().isEmpty()) {
            return new SystemdNotifier(Optional.empty(), null);
        }
        String socket = settings.socket().get();
        if (!socket.startsWith("/") && !socket.startsWith("@")) {
            LOG.warn("the service manager will not hear from us: NOTIFY_SOCKET={} is no AF_UNIX address", socket);
            return new SystemdNotifier(Optional.empty(), null);
        }
        if (!Epoll.isAvailable()) {
            LOG.warn(
                    "the service manager will not hear from us: no AF_UNIX datagrams on this machine ({})",
                    String.valueOf(Epoll.unavailabilityCause()));
            return new SystemdNotifier(Optional.empty(), null);
        }
        return new SystemdNotifier(settings.watchdog(), new Line(socket));
    }

    /** The time without a {@link #watchdogPing()} after which the manager restarts us; empty when it does not watch. */
    public Optional<Duration> watchdogTimeout() {
        return watchdogTimeout;
    }

    /** Start-up, or a reload, is over. */
    public void ready(String status) {
        send("READY=1\nSTATUS=" + oneLine(status));
    }

    /** For the line in {@code systemctl status}. */
    public void status(String text) {
        send("STATUS=" + oneLine(text));
    }

    /** A reload begins; {@link #ready} ends it. The time stamp is for managers that know {@code Type=notify-reload}. */
    public void reloading() {
        // On Linux nanoTime() is CLOCK_MONOTONIC, which is the clock that the manager compares with.
        send("RELOADING=1\nMONOTONIC_USEC=" + TimeUnit.NANOSECONDS.toMicros(System.nanoTime()));
    }

    public void stopping() {
        send("STOPPING=1\nSTATUS=Stopping");
    }

    public void watchdogPing() {
        send("WATCHDOG=1");
    }

    /** Waits for what was said to leave, at most {@link #FLUSH_LIMIT}. */
    @Override
    public void close() {
        if (line != null) {
            line.close();
        }
    }

    private void send(String state) {
        if (line != null) {
            line.send(state);
        }
    }

    /** A line break in a status would start an assignment of its own. */
    private static String oneLine(String text) {
        String clean = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return clean.length() <= MAX_STATUS_CHARS ? clean : clean.substring(0, MAX_STATUS_CHARS - 1) + "…";
    }

    /** The socket. {@code connection} is touched on the loop's only thread alone. */
    private static final class Line {
        private final EventLoopGroup loop;
        private final Bootstrap bootstrap;
        private final DomainSocketAddress address;
        private final AtomicInteger waiting = new AtomicInteger();
        private @Nullable ChannelFuture connection;

        Line(String socket) {
            loop = new MultiThreadIoEventLoopGroup(
                    1, new DefaultThreadFactory("sd-notify", true), EpollIoHandler.newFactory());
            // An abstract name is written with an @ and sent with a leading NUL.
            address = new DomainSocketAddress(socket.startsWith("@") ? "\0" + socket.substring(1) : socket);
            bootstrap = new Bootstrap()
                    .group(loop)
                    .channel(EpollDomainDatagramChannel.class)
                    .handler(new Quiet());
        }

        void send(String state) {
            if (waiting.incrementAndGet() > MAX_WAITING) {
                waiting.decrementAndGet();
                return;
            }
            try {
                loop.execute(() -> write(state));
            } catch (RejectedExecutionException _) {
                waiting.decrementAndGet(); // closed: nobody is left to tell
            }
        }

        /** One connection serves until a message fails; the next message then tries a new one. */
        private void write(String state) {
            if (connection == null) {
                connection = bootstrap.connect(address);
            }
            ChannelFuture current = connection;
            current.addListener((ChannelFutureListener) connected -> {
                if (connected.isSuccess()) {
                    connected
                            .channel()
                            .writeAndFlush(Unpooled.copiedBuffer(state, StandardCharsets.UTF_8))
                            .addListener((ChannelFutureListener) written -> done(current, written));
                } else {
                    done(current, connected);
                }
            });
        }

        private void done(ChannelFuture used, ChannelFuture result) {
            waiting.decrementAndGet();
            if (result.isSuccess()) {
                return;
            }
            LOG.warn(
                    "the service manager did not hear from us at {}: {}",
                    address.path(),
                    String.valueOf(result.cause()));
            used.addListener(ChannelFutureListener.CLOSE);
            if (used.equals(connection)) {
                connection = null;
            }
        }

        void close() {
            long deadline = System.nanoTime() + FLUSH_LIMIT.toNanos();
            // Each pass asks the loop itself, so what was written before is behind us when it answers.
            while (waiting.get() > 0 && System.nanoTime() < deadline) {
                loop.submit(() -> {}).awaitUninterruptibly(10, TimeUnit.MILLISECONDS);
            }
            loop.shutdownGracefully(0, FLUSH_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                    .awaitUninterruptibly(FLUSH_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** The manager never writes to us, and what fails is reported where it was sent. */
    @ChannelHandler.Sharable
    private static final class Quiet extends ChannelInboundHandlerAdapter {
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            LOG.debug("notify socket", cause);
        }
    }
}
