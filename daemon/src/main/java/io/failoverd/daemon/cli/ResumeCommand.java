package io.failoverd.daemon.cli;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code failoverd resume}: what waits for a person goes on. */
@Command(
        name = "resume",
        mixinStandardHelpOptions = true,
        versionProvider = RootCommand.VersionLine.class,
        description = {
            "With an endpoint: ends its hold-down and its wait for a manual resume; it returns once its probes pass.",
            "Without: brings a service with manual failback to the best tier that is healthy."
        },
        footer = {"", "Example: a repaired gateway may return", "  failoverd resume www.gslb.example.com shanghai"})
final class ResumeCommand extends WishCommand {
    @Parameters(index = "0", paramLabel = "SERVICE", description = "The service's name.")
    private String service = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "ENDPOINT", description = "The endpoint's name.")
    private @Nullable String endpoint;

    @Override
    AdminClient.Reply ask(AdminClient client) {
        String of = "/api/v1/services/" + segment(service);
        return client.put(
                of + (endpoint == null ? "" : "/endpoints/" + segment(endpoint)) + "/resume",
                new JsonObject().put("by", by()));
    }
}
