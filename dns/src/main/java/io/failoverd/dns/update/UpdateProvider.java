package io.failoverd.dns.update;

import io.failoverd.dns.model.Change;
import io.failoverd.dns.model.Failure;
import io.failoverd.dns.model.FailureClass;
import io.failoverd.dns.model.ManagedName;
import io.failoverd.dns.model.Reading;
import io.failoverd.dns.model.RecordSet;
import io.failoverd.dns.model.TargetRecord;
import io.failoverd.dns.publish.Call;
import io.failoverd.dns.publish.Provider;
import io.failoverd.dns.publish.ServerAnswer;
import io.failoverd.dns.publish.Traits;
import io.failoverd.dns.publish.WriteOutcome;
import io.failoverd.dns.query.Conversation;
import io.failoverd.dns.query.Errors;
import io.failoverd.dns.query.Lookup;
import io.failoverd.dns.query.NameServers;
import io.failoverd.dns.query.Question;
import io.failoverd.dns.query.Wire;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Update;

/**
 * A primary that takes DNS UPDATE. {@link ManagedName#domain} is the zone. One update makes all the changes of a decision
 * and is refused unless the address records are as they were read, so that two writers cannot undo each other's. Holds no
 * connection between calls and no state.
 */
public final class UpdateProvider implements Provider {
    private final UpdateSettings settings;
    private final Traits traits;

    public UpdateProvider(UpdateSettings settings) {
        this.settings = settings;
        this.traits = new Traits(true, Duration.ZERO, UpdateSettings.LATENESS, 0, true, settings.callsPerSecond(), (int)
                Math.max(2, Math.ceil(settings.callsPerSecond())));
    }

    @Override
    public Traits traits() {
        return traits;
    }

    @Override
    public String batch(ManagedName name, Change change) {
        return name.name();
    }

    private @Nullable TSIG tsig() {
        return settings.key().get().map(TsigKey::tsig).orElse(null);
    }

    @Override
    public Reading read(ManagedName name, Call call) {
        Lookup.Result result;
        try {
            result = new Lookup(settings.primary(), tsig(), call::remaining).byTcp(absolute(name.name()));
        } catch (TextParseException e) {
            return new Reading.Unknown(notAName(name));
        }
        return switch (result) {
            case Lookup.Found found -> known(name, found.records());
            case Lookup.NotFound missing -> new Reading.Unknown(missing.why());
        };
    }

    private static Reading known(ManagedName name, Map<java.net.InetAddress, Duration> found) {
        if (found.size() > RecordSet.MOST_RECORDS) {
            return new Reading.Unknown(new Failure(
                    FailureClass.CONFIG,
                    "too-many",
                    name.name() + " has more than " + RecordSet.MOST_RECORDS + " addresses"));
        }
        var records = new ArrayList<TargetRecord>();
        found.forEach((address, ttl) -> records.add(new TargetRecord(address, true, OptionalInt.empty(), ttl, "")));
        return new Reading.Known(new RecordSet(name.name(), records));
    }

    @Override
    public WriteOutcome write(ManagedName name, RecordSet held, List<Change> changes, Call call) {
        InetSocketAddress primary = settings.primary();
        Update update;
        try {
            update = UpdateMessage.of(absolute(name.domain()), absolute(name.name()), held, changes);
        } catch (TextParseException e) {
            return new WriteOutcome.Failed(notAName(name));
        }
        boolean sent = false;
        boolean udp = settings.transport() == UpdateSettings.Transport.UDP
                && update.toWire(Wire.LARGEST).length + SIGNATURE <= Wire.DATAGRAM;
        try (Wire wire = udp ? Wire.udp(primary, call::remaining) : Wire.tcp(primary, call::remaining)) {
            var conversation = new Conversation(wire, tsig());
            Conversation.Ready ready = conversation.prepare(update);
            if (!call.maySend()) {
                return new WriteOutcome.NotSent();
            }
            sent = true;
            conversation.send(ready);
            return outcome(conversation.receive(ready), primary);
        } catch (IOException e) {
            return new WriteOutcome.Failed(Errors.broken(e, primary, sent));
        }
    }

    /** What a TSIG record takes at most with names of usual length and the longest digest. */
    private static final int SIGNATURE = 200;

    private static WriteOutcome outcome(Conversation.Answer answer, InetSocketAddress primary) {
        if (!answer.rcode().equals(Rcode.string(Rcode.NOERROR))) {
            return new WriteOutcome.Failed(Rcodes.update(answer.rcode(), primary));
        }
        return answer.trusted() ? new WriteOutcome.Acknowledged() : new WriteOutcome.Failed(Errors.untrusted(primary));
    }

    @Override
    public List<ServerAnswer> ask(ManagedName name, Call call) {
        return NameServers.ask(
                settings.nameServers().stream().map(NameServers.Server::at).toList(),
                Question.whole(name.name()),
                call);
    }

    /** A reading of a name that need not exist: it is the way there that takes the time of a first call. */
    @Override
    public void warmUp(Call call) {
        new Lookup(settings.primary(), tsig(), call::remaining).byTcp(Name.root);
    }

    private static Name absolute(String name) throws TextParseException {
        return Name.fromString(name, Name.root);
    }

    private static Failure notAName(ManagedName name) {
        return new Failure(FailureClass.CONFIG, "name", name.name() + " in " + name.domain() + " is not a domain name");
    }
}
