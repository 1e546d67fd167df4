package io.failoverd.daemon.cli;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code failoverd thaw}: the end of a freeze. */
@Command(
        name = "thaw",
        mixinStandardHelpOptions = true,
        versionProvider = RootCommand.VersionLine.class,
        description = "Ends a freeze: health decides again, at once.",
        footer = {"", "Example:", "  failoverd thaw www.gslb.example.com"})
final class ThawCommand extends WishCommand {
    @Parameters(index = "0", arity = "0..1", paramLabel = "SERVICE", description = "A service; all if left out.")
    private @Nullable String service;

    @Override
    AdminClient.Reply ask(AdminClient client) {
        return client.put(
                FreezeCommand.path(service),
                new JsonObject().put("frozen", false).put("by", by()));
    }
}
