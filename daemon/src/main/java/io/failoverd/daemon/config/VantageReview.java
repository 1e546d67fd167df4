package io.failoverd.daemon.config;

import io.failoverd.daemon.config.yaml.Durations;
import io.failoverd.daemon.config.yaml.Section;
import io.failoverd.daemon.core.consensus.ConsensusPolicy;
import io.failoverd.dns.model.ManagedName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Who beside us has a say, and what that costs: with two, a removal waits for the slower one. */
final class VantageReview {
    /** So many services are named in a warning. */
    private static final int MAX_SHOWN = 3;

    private VantageReview() {}

    /** Names that cannot be told apart, or too many of them. */
    static void check(Section root, NodeSettings node, List<PublisherSettings> publishers) {
        Map<String, Integer> many = new HashMap<>();
        for (PublisherSettings publisher : publishers) {
            @Nullable String vantage = publisher.target().vantage();
            if (vantage != null && vantage.equals(node.name())) {
                root.at("publishers")
                        .error("the vantage " + vantage + " is called like this node", "give one of them another name");
            }
            for (ManagedName name : vantage == null ? List.<ManagedName>of() : publisher.names()) {
                if (many.merge(name.name(), 1, Integer::sum) == ConsensusPolicy.MAX_VANTAGES) {
                    root.at("publishers")
                            .error(
                                    name.name() + " has more than " + ConsensusPolicy.MAX_VANTAGES
                                            + " vantages with this node",
                                    null);
                }
            }
        }
    }

    static void warn(Section root, Configuration configuration) {
        for (PublisherSettings publisher : configuration.publishers()) {
            @Nullable String vantage = publisher.target().vantage();
            if (vantage != null) {
                warn(root, configuration, publisher, vantage);
            }
        }
    }

    /** What GTM can be set to is in docs/publishers/gtm.md: a check each 15 or 60 s, of which 1 to 3 condemn. */
    private static void warn(Section root, Configuration configuration, PublisherSettings publisher, String vantage) {
        HealthPolling polling = HealthPolling.of(publisher);
        String age = Durations.format(polling.maxAge());
        boolean alone = configuration.sentinels().targets().isEmpty();
        root.at("publishers")
                .warning(
                        "an address of " + names(publisher) + " leaves only once " + vantage
                                + ", too, finds it dead: GTM checks once in 60 s (15 s in its Ultimate edition) and"
                                + " condemns after 1 to 3 failures, so that takes 15 s to 3 min more; it is asked"
                                + " every " + Durations.format(polling.interval())
                                + (alone
                                        ? "; and while it says nothing, nothing leaves, since there are no sentinels"
                                        : "; while it says nothing for " + age + ", or does not check an address, "
                                                + configuration.node().name() + " decides alone"),
                        alone ? "configure sentinels" : "leave vantage out to fail over in seconds");
    }

    private static String names(PublisherSettings publisher) {
        List<ManagedName> names = publisher.names();
        String shown = names.stream().limit(MAX_SHOWN).map(ManagedName::name).collect(Collectors.joining(", "));
        return names.size() > MAX_SHOWN ? shown + " and " + (names.size() - MAX_SHOWN) + " more" : shown;
    }
}
