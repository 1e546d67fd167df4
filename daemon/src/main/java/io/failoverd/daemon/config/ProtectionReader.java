package io.failoverd.daemon.config;

import io.failoverd.daemon.config.yaml.Section;
import io.failoverd.daemon.config.yaml.Value;
import io.failoverd.daemon.config.yaml.Yaml;
import io.failoverd.dns.server.Network;
import io.failoverd.dns.server.RateLimit;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what keeps the DNS server from being used against others: {@code dns.cookies} and {@code dns.rateLimit}. */
final class ProtectionReader {
    private static final int DEFAULT_PER_SECOND = 20;
    private static final int DEFAULT_SLIP = 2;
    /** This host, where resolvers and tests of its own ask from. */
    private static final List<Network> DEFAULT_EXEMPT =
            List.of(new Network(InetAddress.ofLiteral("127.0.0.0"), 8), new Network(InetAddress.ofLiteral("::1"), 128));

    private final SecretCheck secrets;

    ProtectionReader(SecretCheck secrets) {
        this.secrets = secrets;
    }

    /** Null where nothing is written. */
    @Nullable
    CookieSettings cookies(Section dns) {
        if (!dns.has("cookies")) {
            return null;
        }
        Section cookies = dns.section("cookies", Vocabulary.COOKIES);
        Value secretValue = cookies.required("secret");
        Value previousValue = cookies.get("previous");
        SecretSource secret = secretValue == null ? null : secrets.cookie(secretValue);
        SecretSource previous = previousValue == null ? null : secrets.cookie(previousValue);
        if (previousValue != null && previous != null && previous.equals(secret)) {
            previousValue.error("is the same place as secret", "keep the two secrets in two places");
        }
        return secret == null ? null : new CookieSettings(secret, previous);
    }

    /** Null where nothing is written. */
    @Nullable
    RateLimit rateLimit(Section dns) {
        if (!dns.has("rateLimit")) {
            return null;
        }
        Section limit = dns.section("rateLimit", Vocabulary.RATE_LIMIT);
        Value exempt = limit.get("exempt");
        return new RateLimit(
                limit.integer("responsesPerSecond", DEFAULT_PER_SECOND, 1, RateLimit.MOST_PER_SECOND),
                limit.integer("slip", DEFAULT_SLIP, 0, RateLimit.MOST_SLIP),
                exempt == null ? DEFAULT_EXEMPT : networks(exempt));
    }

    private static List<Network> networks(Value value) {
        List<Network> networks = new ArrayList<>();
        for (Value item : value.items(RateLimit.MOST_EXEMPT)) {
            Network network = network(item);
            if (network != null && Set.copyOf(networks).contains(network)) {
                item.error("is written twice", "keep one");
            } else if (network != null) {
                networks.add(network);
            }
        }
        return networks;
    }

    private static @Nullable Network network(Value value) {
        String text = value.text("a network, like 192.0.2.0/24");
        if (text == null) {
            return null;
        }
        int slash = text.indexOf('/');
        InetAddress address = Addresses.parse(slash < 0 ? text : text.substring(0, slash));
        int bits = address == null ? 0 : Network.bits(address);
        int prefix = slash < 0 ? bits : prefix(text.substring(slash + 1));
        if (address == null || prefix < 0 || prefix > bits) {
            value.error(
                    Yaml.Scalar.quoted(text) + " is not a network", "write it like 192.0.2.0/24 or \"2001:db8::/32\"");
            return null;
        }
        Network network = new Network(address, prefix);
        if (!network.isFirst()) {
            value.error(Yaml.Scalar.quoted(text) + " has bits behind its prefix", "write the first address of it");
            return null;
        }
        return network;
    }

    /** -1 for what is no number of at most three digits. */
    private static int prefix(String text) {
        boolean number = !text.isEmpty() && text.length() <= 3 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? Integer.parseInt(text) : -1;
    }
}
