package io.failoverd.daemon.config;

import io.failoverd.daemon.config.yaml.Section;
import io.failoverd.daemon.config.yaml.Value;
import io.failoverd.daemon.core.pool.SafetyBrake;
import io.failoverd.dns.server.EngineChoice;
import io.failoverd.dns.server.ServerOptions;
import io.failoverd.probes.ProbeLimits;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads what surrounds the services: {@code node}, {@code dns}, {@code guards}, {@code alerts}, {@code journal}, {@code admin}. */
final class OuterReader {
    private static final int MAX_LISTEN = 64;
    private static final int MAX_ALERTS = 32;
    /** An EDNS option that leaves room for the answer. */
    private static final int MAX_TOLD_BYTES = 64;

    private static final Duration LEAST_WINDOW = Duration.ofSeconds(1);
    private static final Duration MOST_WINDOW = Duration.ofDays(7);

    private final Scope scope;
    private final SecretCheck secrets;

    OuterReader(Scope scope) {
        this.scope = scope;
        this.secrets = new SecretCheck(scope);
    }

    NodeSettings node(Section node) {
        String name = Names.label(node.get("name"));
        Value stateDirValue = node.get("stateDir");
        Path stateDir = stateDirValue == null ? null : scope.path(stateDirValue);
        return new NodeSettings(
                name == null ? scope.surroundings().hostName() : name,
                stateDir == null ? NodeSettings.DEFAULT_STATE_DIR : stateDir,
                node.integer("maxProbes", ProbeLimits.DEFAULT, NodeSettings.LEAST_PROBES, NodeSettings.MOST_PROBES));
    }

    DnsSettings dns(Section dns) {
        Value listen = dns.get("listen");
        ProtectionReader protection = new ProtectionReader(secrets);
        int cores = Math.clamp(scope.surroundings().cores(), 1, DnsSettings.MAX_THREADS);
        return new DnsSettings(
                listen == null ? DnsSettings.DEFAULT_LISTEN : listen(listen),
                dns.integer("threads", cores, 1, DnsSettings.MAX_THREADS),
                engine(dns.get("engine")),
                told(dns.get("nsid")),
                told(dns.get("version")),
                dns.integer(
                        "udpSize",
                        ServerOptions.USUAL_UDP_SIZE,
                        ServerOptions.LEAST_UDP_SIZE,
                        ServerOptions.MOST_UDP_SIZE),
                protection.cookies(dns),
                protection.rateLimit(dns),
                dns.flag("explain", false));
    }

    /** What every client may ask for. */
    private static @Nullable String told(@Nullable Value value) {
        String text = value == null ? null : value.text();
        if (value != null && text != null && text.getBytes(StandardCharsets.UTF_8).length > MAX_TOLD_BYTES) {
            value.error("is longer than " + MAX_TOLD_BYTES + " bytes", "shorten it");
        }
        return text;
    }

    private static EngineChoice engine(@Nullable Value engine) {
        String word = engine == null ? null : engine.word(List.of("auto", "ffm", "nio"));
        return word == null ? EngineChoice.AUTO : EngineChoice.valueOf(word.toUpperCase(Locale.ROOT));
    }

    JournalSettings journal(Section journal) {
        JournalSettings usual = JournalSettings.DEFAULT;
        return new JournalSettings(
                journal.duration(
                        "retention",
                        usual.retention(),
                        JournalSettings.LEAST_RETENTION,
                        JournalSettings.MOST_RETENTION),
                journal.size("size", usual.size(), JournalSettings.LEAST_SIZE, JournalSettings.MOST_SIZE));
    }

    /** Null for no brake. */
    SafetyBrake.@Nullable Rule brake(Section guards) {
        if (!guards.has("brake")) {
            return null;
        }
        Section brake = guards.section("brake", Vocabulary.BRAKE);
        brake.required("removals");
        brake.required("within");
        return new SafetyBrake.Rule(
                brake.integer("removals", 1, 1, SafetyBrake.Rule.MAX_REMOVALS),
                brake.duration("within", LEAST_WINDOW, LEAST_WINDOW, MOST_WINDOW));
    }

    private static List<InetSocketAddress> listen(Value value) {
        if (value.isEmptyList()) {
            value.error("is empty, so that nobody could ask", "write [\"0.0.0.0:53\", \"[::]:53\"]");
        }
        List<InetSocketAddress> sockets = new ArrayList<>();
        for (Value item : value.items(MAX_LISTEN)) {
            InetSocketAddress socket = Addresses.socket(item);
            if (socket == null) {
                continue;
            }
            for (InetSocketAddress other : sockets) {
                if (Addresses.covers(other, socket) || Addresses.covers(socket, other)) {
                    item.error(Addresses.text(socket) + " and " + Addresses.text(other) + " overlap", "keep one");
                }
            }
            sockets.add(socket);
        }
        return sockets;
    }

    AdminSettings admin(Section admin, DnsSettings dns) {
        Value listen = admin.get("listen");
        InetSocketAddress socket = listen == null ? null : Addresses.socket(listen);
        if (socket == null) {
            socket = AdminSettings.DEFAULT_LISTEN;
        }
        for (InetSocketAddress other : dns.listen()) {
            if (Addresses.covers(other, socket) || Addresses.covers(socket, other)) {
                admin.at("listen")
                        .error(
                                Addresses.text(socket) + " and " + Addresses.text(other) + " of dns.listen overlap",
                                "use another port");
            }
        }
        Value token = admin.get("token");
        if (token == null && !socket.getAddress().isLoopbackAddress()) {
            admin.at("listen")
                    .error(
                            Addresses.text(socket) + " can be reached from other machines, and there is no admin.token",
                            "set admin.token or listen on 127.0.0.1");
        } else if (token == null) {
            admin.self()
                    .below("token")
                    .warning(
                            "is not set: any local user of this machine can change overrides",
                            "write token: {credential: NAME}");
        }
        return new AdminSettings(socket, token == null ? null : secrets.token(token));
    }

    List<AlertChannel> alerts(@Nullable Value alerts) {
        Names.Unique names = new Names.Unique();
        List<AlertChannel> channels = new ArrayList<>();
        for (Value item : alerts == null ? List.<Value>of() : alerts.items(MAX_ALERTS)) {
            Section section = item.section(Vocabulary.ALERT);
            Value nameValue = section.required("name");
            String name = Names.label(nameValue);
            if (nameValue != null && name != null) {
                names.take(nameValue, name, "an alert with the name " + name);
            }
            Value webhookValue = section.required("webhook");
            if (webhookValue == null) {
                continue;
            }
            Section webhook = webhookValue.section(Vocabulary.WEBHOOK);
            URI url = url(webhook.required("url"));
            Value secretValue = webhook.required("secret");
            SecretSource secret = secretValue == null ? null : secrets.webhook(secretValue);
            if (name != null && url != null && secret != null) {
                channels.add(new AlertChannel(name, url, secret));
            }
        }
        return channels;
    }

    /** No message repeats the URL: it may hold a token. */
    private static @Nullable URI url(@Nullable Value value) {
        String text = value == null ? null : value.text();
        if (value == null || text == null) {
            return null;
        }
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException e) {
            value.error("is not a URL: " + e.getReason() + " at character " + (e.getIndex() + 1));
            return null;
        }
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            value.error("is not an http or https URL", "start it with https://");
        } else if (url.getHost() == null) {
            value.error("the URL names no host", "write https://HOST/PATH");
        } else if (url.getRawUserInfo() != null) {
            value.error("the URL holds a user or a password", "remove it; messages are signed with the secret");
        } else if (url.getPort() > Addresses.MAX_PORT || url.getPort() == 0) {
            value.error("the port " + url.getPort() + " is out of range", "write one from 1 to " + Addresses.MAX_PORT);
        } else {
            if (scheme.equals("http") && !isLoopback(url.getHost())) {
                value.warning("alerts would cross the network unencrypted", "use https://");
            }
            return url;
        }
        return null;
    }

    private static boolean isLoopback(String host) {
        String literal = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        var address = Addresses.parse(literal);
        return address == null ? literal.equalsIgnoreCase("localhost") : address.isLoopbackAddress();
    }
}
