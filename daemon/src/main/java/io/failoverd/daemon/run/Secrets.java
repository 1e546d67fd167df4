package io.failoverd.daemon.run;

import io.failoverd.daemon.admin.AdminToken;
import io.failoverd.daemon.alerts.AlertChannel;
import io.failoverd.daemon.alerts.WebhookKey;
import io.failoverd.daemon.config.Configuration;
import io.failoverd.daemon.config.SecretReader;
import io.failoverd.daemon.config.SecretResult;
import io.failoverd.daemon.config.SecretSource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The secrets of one configuration, read from where it says they are. Blocking: at a start and at a reload. */
record Secrets(List<AlertChannel> channels, AdminToken token, Publishers.Prepared publishers) {

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
        Publishers.Prepared publishers = Publishers.prepare(configuration.publishers(), reader, problems);
        if (!problems.isEmpty()) {
            throw new StartFailure(String.join("\n", problems));
        }
        return new Secrets(List.copyOf(channels), token, publishers);
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
