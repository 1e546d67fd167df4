package io.failoverd.probes.contract;

import java.util.List;
import java.util.stream.Stream;

/** All that can go wrong on loopback. What needs a network of its own is in {@link HiddenNetwork}. */
final class Situations {
    private Situations() {}

    static List<Situation> all() {
        return Stream.of(
                        Connecting.situations(),
                        OverHttp.situations(),
                        OverTls.situations(),
                        OverHttp2.situations(),
                        OtherProtocols.situations())
                .flatMap(List::stream)
                .toList();
    }
}
