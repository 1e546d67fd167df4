package io.failoverd.daemon.run;

import io.failoverd.daemon.config.NodeSettings;
import io.failoverd.daemon.config.PublisherSettings;
import io.failoverd.daemon.config.SecretReader;
import io.failoverd.daemon.journal.StateDir;
import io.failoverd.daemon.keys.KeyRead;
import io.failoverd.dns.model.HandBack;
import io.failoverd.dns.model.ManagedName;
import io.failoverd.dns.publish.Provider;
import io.failoverd.dns.publish.RemotePublisher;
import io.failoverd.dns.publish.Surroundings;
import java.net.InetAddress;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * One publisher of a configuration without a daemon around it, to leave its names to the target's own health checks: for
 * when the daemon that kept them is gone. Every call blocks; used by one thread, which closes it.
 */
public final class HandingOver implements AutoCloseable {
    /** For each name: classes to load, a first connection, and a target that is busy for a while. */
    private static final Duration AT_MOST = Duration.ofSeconds(30);

    /** The first reading may spend its time on loading classes. */
    private static final int MOST_READINGS = 3;

    private final RemotePublisher publisher;

    private HandingOver(RemotePublisher publisher) {
        this.publisher = publisher;
    }

    /** What came of reading the keys. */
    public sealed interface Opened {
        record Ready(HandingOver publisher) implements Opened {}

        record Unusable(String why) implements Opened {}
    }

    public static Opened open(PublisherSettings settings, SecretReader reader) {
        KeyRead<Supplier<Provider>> provider = Providers.of(settings, reader);
        return switch (provider) {
            case KeyRead.Unusable<Supplier<Provider>> unusable -> new Opened.Unusable(unusable.why());
            case KeyRead.Usable<Supplier<Provider>> usable ->
                new Opened.Ready(new HandingOver(new RemotePublisher(
                        settings.name(),
                        usable.key().get(),
                        settings.names(),
                        settings.limits(),
                        Surroundings.system(),
                        _ -> {})));
        };
    }

    /** Who holds the state directory of a configuration on this machine, in a sentence; empty where nobody does. */
    public static Optional<String> holder(NodeSettings node) {
        if (!Files.isDirectory(node.stateDir())) {
            return Optional.empty();
        }
        return switch (StateDir.lock(node.stateDir(), node.name())) {
            case StateDir.Claim.Refused refused -> Optional.of(refused.message());
            case StateDir.Claim.Held held -> {
                held.dir().close();
                yield Optional.empty();
            }
        };
    }

    /** The names that a publisher keeps. */
    public static List<String> services(PublisherSettings settings) {
        return settings.names().stream().map(ManagedName::name).toList();
    }

    /** What handing back would write; writes nothing. */
    public HandBack plan(String service, Set<InetAddress> leave) {
        HandBack plan = publisher.planHandBack(service, leave);
        for (int i = 1; i < MOST_READINGS && plan instanceof HandBack.Failed failed; i++) {
            if (failed.why().kind().needsPerson()) {
                break;
            }
            plan = publisher.planHandBack(service, leave);
        }
        return plan;
    }

    public HandBack handBack(String service, Set<InetAddress> leave) {
        return publisher.handBack(service, leave, AT_MOST);
    }

    @Override
    public void close() {
        publisher.close();
    }
}
