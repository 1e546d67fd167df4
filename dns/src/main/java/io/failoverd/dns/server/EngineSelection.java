package io.failoverd.dns.server;

import io.failoverd.dns.server.linux.LinuxSockets;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the operator's choice of a UDP engine together with what this host can do. */
final class EngineSelection {
    private static final Logger LOG = LoggerFactory.getLogger(EngineSelection.class);

    /** What came of the choice. */
    sealed interface Selected {
        record Engine(UdpEngine engine) implements Selected {}

        /** The engine that was asked for by name cannot run here; one line for the operator. */
        record None(String problem) implements Selected {}
    }

    private EngineSelection() {}

    /** May link the C library's functions, and so take its time. */
    static Selected of(EngineChoice choice, int threads) {
        return of(choice, threads, choice == EngineChoice.NIO ? Optional.empty() : LinuxSockets.unavailable());
    }

    /** @param missing why the engine for Linux cannot run, empty when it can */
    static Selected of(EngineChoice choice, int threads, Optional<String> missing) {
        return switch (choice) {
            case NIO -> new Selected.Engine(new NioUdpEngine(threads));
            case FFM ->
                missing.isPresent()
                        ? new Selected.None("the engine ffm cannot run here: " + missing.get())
                        : new Selected.Engine(new FfmUdpEngine(threads));
            case AUTO -> {
                missing.ifPresent(why -> LOG.warn("The engine nio answers, since ffm cannot run here: {}", why));
                yield new Selected.Engine(missing.isPresent() ? new NioUdpEngine(threads) : new FfmUdpEngine(threads));
            }
        };
    }
}
