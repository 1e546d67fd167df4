package io.failoverd.daemon.cli;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code failoverd plan}: what each publisher would change now, without changing it. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        versionProvider = RootCommand.VersionLine.class,
        description = {
            "Has each publisher read its target, and shows what it would change there for the present decision.",
            "Nothing is written. Exit code 1 if a target cannot be read, or would not be told."
        },
        footer = {"", "Example: is what BIND has what we decided?", "  failoverd plan www.gslb.example.com"})
final class PlanCommand extends AdminCommand {
    @Parameters(index = "0", arity = "0..1", paramLabel = "SERVICE", description = "The service's name; all without.")
    private @Nullable String service;

    @Override
    AdminClient.Reply ask(AdminClient client) {
        return client.get("/api/v1/plan" + (service == null ? "" : "?service=" + segment(service)));
    }

    @Override
    int judge(JsonObject answer) {
        return StatusCommand.objects(answer, "plans").stream().allMatch(plan -> plan.getBoolean("known", false))
                ? ExitCode.GOOD
                : ExitCode.BAD;
    }

    @Override
    int print(JsonObject answer, Terminal terminal) {
        List<JsonObject> plans = StatusCommand.objects(answer, "plans");
        if (plans.isEmpty()) {
            terminal.line("no publisher keeps " + (service == null ? "anything" : service)
                    + ": the decision is answered by this daemon alone");
        }
        for (JsonObject plan : plans) {
            String head = plan.getString("publisher") + "  " + plan.getString("service") + "  generation "
                    + plan.getLong("generation") + "  ";
            if (!plan.getBoolean("known", false)) {
                terminal.line(head + terminal.paint(Terminal.printable(plan.getString("why", "?")), Terminal.Tone.BAD));
                continue;
            }
            terminal.line(head
                    + (plan.getBoolean("equal", false)
                            ? terminal.paint("nothing to change", Terminal.Tone.GOOD)
                            : terminal.paint("would change", Terminal.Tone.CAREFUL)));
            plan.getJsonArray("changes", new JsonArray())
                    .forEach(change -> terminal.line("  " + Terminal.printable(String.valueOf(change))));
            @Nullable JsonObject floor = plan.getJsonObject("ttlFloor");
            if (floor != null) {
                terminal.line("  "
                        + terminal.paint(
                                "! " + Terminal.printable(floor.getString("text", "?")), Terminal.Tone.CAREFUL));
            }
        }
        return judge(answer);
    }
}
