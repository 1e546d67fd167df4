package io.failoverd.daemon.run;

import io.failoverd.dns.server.EngineThread;
import io.failoverd.dns.server.LocalDns;
import io.failoverd.probes.ProbeLoop;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The heartbeats of a daemon's threads, for its watchdog. */
record Heartbeats(List<Vertx> loops, EventPump pump, LocalDns dns, ProbeLoop probes) {
    List<Heartbeat> all() {
        var beats = new ArrayList<Heartbeat>();
        loops.forEach(each -> beats.addAll(Heartbeat.loops(each)));
        beats.add(Heartbeat.draining("engine", pump::submitted, pump::done));
        beats.add(Heartbeat.advancing("event pump's clock", pump::beats));
        for (EngineThread thread : dns.engineThreads()) {
            beats.add(udpThread(thread.name()));
        }
        int lanes = probes.snapshot().size();
        for (int i = 0; i < lanes; i++) {
            int lane = i;
            beats.add(Heartbeat.advancing(
                    "probe scheduler " + lane,
                    () -> probes.snapshot().get(lane).lastProgress().nanos()));
        }
        return beats;
    }

    /** A UDP thread lives while it runs and has finished all that it had received by the round before. */
    private Heartbeat udpThread(String name) {
        Heartbeat draining = Heartbeat.draining(
                name,
                () -> udpThreads(name).mapToLong(EngineThread::received).sum(),
                () -> udpThreads(name).mapToLong(EngineThread::finished).sum());
        return new Heartbeat(
                name,
                () -> draining.progressed().getAsBoolean() && udpThreads(name).allMatch(EngineThread::alive));
    }

    private Stream<EngineThread> udpThreads(String name) {
        return dns.engineThreads().stream().filter(thread -> thread.name().equals(name));
    }
}
