package io.failoverd.daemon.publish;

import io.failoverd.dns.model.Change;
import io.failoverd.dns.model.Control;
import io.failoverd.dns.model.ManagedName;
import io.failoverd.dns.model.Reading;
import io.failoverd.dns.model.RecordSet;
import io.failoverd.dns.publish.Call;
import io.failoverd.dns.publish.Provider;
import io.failoverd.dns.publish.ServerAnswer;
import io.failoverd.dns.publish.Traits;
import io.failoverd.dns.publish.WriteOutcome;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** A provider whose name servers are asked without a network, and whose target is as late as a run wants it. */
record Asked(
        Provider real,
        Duration staleness,
        Duration lateness,
        Function<ManagedName, List<ServerAnswer>> nameServers,
        Runnable whenClosed)
        implements Provider {
    @Override
    public Traits traits() {
        Traits all = real.traits();
        return new Traits(
                all.conditional(), staleness, lateness, all.maxWeight(), true, all.callsPerSecond(), all.burst());
    }

    @Override
    public Reading read(ManagedName name, Call call) {
        return real.read(name, call);
    }

    @Override
    public WriteOutcome write(ManagedName name, RecordSet held, List<Change> changes, Call call) {
        return real.write(name, held, changes, call);
    }

    @Override
    public List<ServerAnswer> ask(ManagedName name, Call call) {
        return nameServers.apply(name);
    }

    @Override
    public String batch(ManagedName name, Change change) {
        return real.batch(name, change);
    }

    @Override
    public List<Change> alsoStates(ManagedName name, RecordSet held, List<Change> changes) {
        return real.alsoStates(name, held, changes);
    }

    @Override
    public Control control() {
        return real.control();
    }

    @Override
    public void warmUp(Call call) {
        real.warmUp(call);
    }

    @Override
    public void close() {
        real.close();
        whenClosed.run();
    }
}
