package io.failoverd.probes;

import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.Target;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.time.InstantSource;
import java.util.function.Supplier;

/** Opens the connection of each probe on the caller's event loop. Shared by all probers; holds no connection. */
public final class Dialer {
    private final VertxInternal vertx;
    private final Supplier<Moment> clock;
    private final TlsHandshake tls;
    private final AnswerMemory memory;
    private final ChannelFactory<? extends Channel> channels;

    /** @param clock the one monotonic clock of the run */
    public Dialer(Vertx vertx, Supplier<Moment> clock) {
        this(vertx, clock, InstantSource.system());
    }

    /**
     * As the other one, in a time of its own.
     *
     * @param wall for what certificates say of their end
     */
    public Dialer(Vertx vertx, Supplier<Moment> clock, InstantSource wall) {
        this(vertx, clock, wall, TlsEngines::preferred);
    }

    Dialer(Vertx vertx, Supplier<Moment> clock, InstantSource wall, Supplier<TlsEngines> engines) {
        this(vertx, clock, wall, engines, AnswerMemory.ofHeap());
    }

    Dialer(Vertx vertx, Supplier<Moment> clock, InstantSource wall, Supplier<TlsEngines> engines, AnswerMemory memory) {
        this.memory = memory;
        this.tls = new TlsHandshake(wall, new TlsChoice(engines, clock));
        this.vertx = (VertxInternal) vertx;
        this.clock = clock;
        this.channels = this.vertx.transport().channelFactory(false);
    }

    /** Makes the TLS sessions of all probes. */
    public TlsHandshake tls() {
        return tls;
    }

    /** The one clock of the run. */
    public Supplier<Moment> clock() {
        return clock;
    }

    /** Begins a probe that is no TCP connection. */
    public Attempt inquire(Target target, Inquiry.Errand errand) {
        var inquiry = new Inquiry(vertx.getOrCreateContext(), clock, target, errand);
        inquiry.begin();
        return inquiry;
    }

    /** A socket for datagrams that belongs to no event loop yet. */
    public Channel datagramChannel() {
        return vertx.transport().datagramChannelFactory().newChannel();
    }

    /** Connects to the target and, once the connection stands, hands it to the conversation. */
    public Attempt dial(Target target, Exchange.Conversation conversation) {
        var exchange = new Exchange(vertx.getOrCreateContext(), channels, clock, memory, target, conversation);
        exchange.begin();
        return exchange;
    }
}
