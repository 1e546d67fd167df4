package io.failoverd.daemon.run;

import io.failoverd.daemon.admin.AdminToken;
import io.failoverd.daemon.alerts.AlertChannel;
import io.failoverd.daemon.alerts.WebhookKey;
import io.failoverd.daemon.config.Configuration;
import io.failoverd.daemon.config.CookieSettings;
import io.failoverd.daemon.config.SecretReader;
import io.failoverd.daemon.config.SecretResult;
import io.failoverd.daemon.config.SecretSource;
import io.failoverd.dns.server.CookieSecret;
import io.failoverd.dns.server.CookieSecrets;
import io.failoverd.probes.model.Check;
import io.failoverd.probes.model.ClientCertificate;
import io.failoverd.probes.model.DnsCheck;
import io.failoverd.probes.model.ExecCheck;
import io.failoverd.probes.model.GrpcCheck;
import io.failoverd.probes.model.HttpCheck;
import io.failoverd.probes.model.HttpRequest;
import io.failoverd.probes.model.IcmpCheck;
import io.failoverd.probes.model.TcpCheck;
import io.failoverd.probes.model.TlsCheck;
import io.failoverd.probes.model.TlsSettings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The secrets of one configuration, read from where it says they are. Blocking: at a start and at a reload. */
record Secrets(
        List<AlertChannel> channels,
        AdminToken token,
        Optional<CookieSecrets> cookies,
        Publishers.Prepared publishers) {

    /**
     * Reads them.
     *
     * @throws StartFailure naming every secret that cannot be read or used
     */
    static Secrets read(Configuration configuration, SecretReader reader) throws StartFailure {
        var problems = new ArrayList<String>();
        var channels = new ArrayList<AlertChannel>();
        for (var channel : configuration.alerts()) {
            Optional<String> secret = read(channel.secret(), reader, "alerts: " + channel.name(), problems);
            if (secret.isPresent()) {
                Optional<WebhookKey> key = WebhookKey.of(secret.get());
                if (key.isEmpty()) {
                    problems.add("alerts: " + channel.name() + ": what follows whsec_ is not base64");
                }
                key.ifPresent(usable -> channels.add(new AlertChannel(channel.name(), channel.url(), usable)));
            }
        }
        AdminToken token = AdminToken.NONE;
        if (configuration.admin().token() != null) {
            token = read(configuration.admin().token(), reader, "admin.token", problems)
                    .map(text -> AdminToken.of(text.getBytes(StandardCharsets.UTF_8)))
                    .orElse(AdminToken.UNREADABLE);
        }
        Optional<CookieSecrets> cookies = Optional.ofNullable(
                        configuration.dns().cookies())
                .flatMap(settings -> cookies(settings, reader, problems));
        Publishers.Prepared publishers = Publishers.prepare(configuration.publishers(), reader, problems);
        configuration.checks().values().forEach(check -> probes(check, problems));
        configuration.sentinels().targets().forEach(target -> probes(target.check(), problems));
        if (!problems.isEmpty()) {
            throw new StartFailure(String.join("\n", problems));
        }
        return new Secrets(List.copyOf(channels), token, cookies, publishers);
    }

    /** A probe without its secret would take every gateway out that asks for it. */
    private static void probes(Check check, List<String> problems) {
        TlsSettings tls = switch (check) {
            case HttpCheck http -> http.tls();
            case GrpcCheck grpc -> grpc.tls();
            case TlsCheck secured -> secured.tls();
            case TcpCheck _, DnsCheck _, ExecCheck _, IcmpCheck _ -> null;
        };
        ClientCertificate client = tls == null ? null : tls.client();
        if (client != null && client.keyPem().isEmpty()) {
            problems.add("check " + check.name() + ": the key of clientCertificate cannot be read");
        }
        if (check instanceof HttpCheck http) {
            for (HttpRequest.Header header : http.request().headers()) {
                if (header.secret() && header.value().isEmpty()) {
                    problems.add(
                            "check " + check.name() + ": the value of the header " + header.name() + " cannot be read");
                }
            }
        }
    }

    private static Optional<CookieSecrets> cookies(
            CookieSettings settings, SecretReader reader, List<String> problems) {
        Optional<CookieSecret> current = cookie(settings.secret(), reader, "dns.cookies.secret", problems);
        SecretSource previous = settings.previous();
        Optional<CookieSecret> other =
                previous == null ? Optional.empty() : cookie(previous, reader, "dns.cookies.previous", problems);
        return current.map(secret -> new CookieSecrets(secret, other.orElse(null)));
    }

    private static Optional<CookieSecret> cookie(
            SecretSource source, SecretReader reader, String where, List<String> problems) {
        Optional<String> text = read(source, reader, where, problems);
        Optional<CookieSecret> secret = text.flatMap(CookieSecret::parse);
        if (text.isPresent() && secret.isEmpty()) {
            problems.add(where + ": not " + CookieSecret.HEX_DIGITS + " hexadecimal digits");
        }
        return secret;
    }

    private static Optional<String> read(
            SecretSource source, SecretReader reader, String where, List<String> problems) {
        return switch (reader.read(source)) {
            case SecretResult.Found found -> Optional.of(found.secret().reveal());
            case SecretResult.Missing missing -> {
                problems.add(where + ": " + missing.reason());
                yield Optional.empty();
            }
        };
    }
}
