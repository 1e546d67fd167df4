package io.failoverd.daemon.cli;

import io.failoverd.daemon.core.pool.OverrideMode;
import io.vertx.core.json.JsonObject;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code failoverd override}: an operator's word on an endpoint. */
@Command(
        name = "override",
        mixinStandardHelpOptions = true,
        versionProvider = RootCommand.VersionLine.class,
        description = {
            "Sets an endpoint online (always in the answer), offline (never), drain (its weight falls in steps, then",
            "offline), or smart (by its health). It survives a restart of the daemon. An offline or a drain that would",
            "leave nothing to answer needs --force."
        },
        footer = {
            "",
            "Example: take a gateway out for a change, and let it come back by itself",
            "  failoverd override www.gslb.example.com shanghai offline --for 30m --note \"kernel update\""
        })
final class OverrideCommand extends WishCommand {
    @Parameters(index = "0", paramLabel = "SERVICE", description = "The service's name.")
    private String service = "";

    @Parameters(index = "1", paramLabel = "ENDPOINT", description = "The endpoint's name.")
    private String endpoint = "";

    @Parameters(
            index = "2",
            paramLabel = "MODE",
            completionCandidates = Modes.class,
            description = "One of ${COMPLETION-CANDIDATES}.")
    private String mode = "";

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            description = "How long, like 30m or 2h; until it is changed if left out.")
    private @Nullable String length;

    @Option(names = "--note", paramLabel = "TEXT", description = "Why; status, explain and alerts show it.")
    private @Nullable String note;

    @Option(names = "--force", description = "Also if nothing is left to answer.")
    private boolean force;

    static final class Modes implements Iterable<String> {
        private static final List<String> WORDS =
                List.of(OverrideMode.values()).stream().map(OverrideMode::word).toList();

        @Override
        public Iterator<String> iterator() {
            return WORDS.iterator();
        }
    }

    @Override
    AdminClient.Reply ask(AdminClient client) {
        var body = new JsonObject().put("mode", mode().word()).put("by", by()).put("force", force);
        putLength(body, length);
        putNote(body, note);
        return client.put(
                "/api/v1/services/" + segment(service) + "/endpoints/" + segment(endpoint) + "/override", body);
    }

    private OverrideMode mode() {
        return OverrideMode.of(mode)
                .orElseThrow(() -> usage(mode + " is not a mode; it is one of " + String.join(", ", Modes.WORDS)));
    }
}
