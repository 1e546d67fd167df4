package io.failoverd.daemon.cli;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code failoverd freeze}: health changes nothing any more, until the thaw. */
@Command(
        name = "freeze",
        mixinStandardHelpOptions = true,
        versionProvider = RootCommand.VersionLine.class,
        description = {
            "Freezes a service, or all of them: health takes nothing out and brings nothing back. Overrides still do.",
            "It survives a restart of the daemon. What is kept against its health is alerted."
        },
        footer = {
            "",
            "Example: no automatic change while the network is worked on",
            "  failoverd freeze --for 1h --note \"core router change\""
        })
final class FreezeCommand extends WishCommand {
    @Parameters(index = "0", arity = "0..1", paramLabel = "SERVICE", description = "A service; all if left out.")
    private @Nullable String service;

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            description = "How long, like 30m or 2h; until it is thawed if left out.")
    private @Nullable String length;

    @Option(names = "--note", paramLabel = "TEXT", description = "Why; status, explain and alerts show it.")
    private @Nullable String note;

    @Override
    AdminClient.Reply ask(AdminClient client) {
        var body = new JsonObject().put("frozen", true).put("by", by());
        putLength(body, length);
        putNote(body, note);
        return client.put(path(service), body);
    }

    static String path(@Nullable String service) {
        return service == null ? "/api/v1/freeze" : "/api/v1/services/" + segment(service) + "/freeze";
    }
}
