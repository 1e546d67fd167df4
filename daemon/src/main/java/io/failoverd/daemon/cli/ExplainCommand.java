package io.failoverd.daemon.cli;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code failoverd explain}: why each endpoint is in or out. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        versionProvider = RootCommand.VersionLine.class,
        description =
                "Tells why the endpoints of a service are in or out of the answer, and what would bring them back.",
        footer = {"", "Example:", "  failoverd explain www.gslb.example.com shanghai"})
final class ExplainCommand extends AdminCommand {
    @Parameters(index = "0", paramLabel = "SERVICE", description = "The service's name.")
    private String service = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "ENDPOINT", description = "One endpoint; all if left out.")
    private @Nullable String endpoint;

    @Override
    AdminClient.Reply ask(AdminClient client) {
        return client.get("/api/v1/services/" + segment(service) + "/explain"
                + (endpoint == null ? "" : "?endpoint=" + segment(endpoint)));
    }

    @Override
    int judge(JsonObject answer) {
        return ExitCode.GOOD;
    }

    @Override
    int print(JsonObject answer, Terminal terminal) {
        if (answer.getLong("generation") == null) {
            terminal.line(answer.getString("name", "?") + " has no address yet, and is not answered");
            StatusCommand.objects(answer, "hosts").forEach(host -> StatusCommand.host(host, terminal));
            return ExitCode.GOOD;
        }
        String condition = answer.getString("condition", "?");
        terminal.line(terminal.paint(answer.getString("name", "?"), Terminal.Tone.STRONG) + "  "
                + terminal.paint(condition, Tones.ofCondition(condition)) + "  generation "
                + answer.getLong("generation") + ", answer unchanged since " + answer.getString("changedAt"));
        terminal.line("TTL " + answer.getInteger("ttl") + " s, " + Terminal.printable(answer.getString("ttlWhy", "")));
        StatusCommand.objects(answer, "hosts").forEach(host -> StatusCommand.host(host, terminal));
        StatusCommand.objects(answer, "endpoints").forEach(endpoint -> endpoint(endpoint, terminal));
        return ExitCode.GOOD;
    }

    /** Where several have a say: what each of them says now. */
    private static void agreement(JsonObject agreement, Terminal terminal) {
        terminal.line("     vantages: " + Terminal.printable(agreement.getString("text", "")));
        var table = new Table("     ", "VANTAGE", "SAYS", "SINCE", "HEARD", "COUNTS");
        for (JsonObject vantage : StatusCommand.objects(agreement, "vantages")) {
            boolean own = vantage.getBoolean("own", false);
            String heard = own
                    ? "our own checks"
                    : vantage.getString("heardAt") == null
                            ? "never"
                            : vantage.getDouble("ageSeconds") + " s ago, counts for "
                                    + vantage.getDouble("maxAgeSeconds") + " s";
            String weight = vantage.getString("weight", "?");
            table.row(
                    Table.Cell.of(vantage.getString("name", "?")),
                    Table.Cell.of(vantage.getString("says", "?")),
                    Table.Cell.of(vantage.getString("since") == null ? "-" : vantage.getString("since")),
                    Table.Cell.of(heard),
                    Table.Cell.of(weight.equals("COUNTS") ? "yes" : "no: " + weight));
        }
        table.print(terminal);
    }

    /** The idle connection of a check, where it has one. */
    private static void tripwire(JsonObject check, Terminal terminal) {
        @Nullable JsonObject wire = check.getJsonObject("tripwire");
        if (wire == null) {
            return;
        }
        @Nullable String open = wire.getString("openSince");
        String now = open == null ? "none before " + wire.getString("notBefore") : "open since " + open;
        @Nullable JsonObject last = wire.getJsonObject("last");
        String ended = "";
        if (last != null) {
            String said = switch (last.getString("recheck", "")) {
                case "CONTRADICTED" -> ", and a probe passed then";
                case "CONFIRMED" -> ", and a probe failed then";
                default -> "";
            };
            ended = "; last: " + last.getString("text") + ", at " + last.getString("at") + said;
        }
        terminal.line("     tripwire of " + check.getString("name") + ": " + Terminal.printable(now + ended));
    }

    private static void endpoint(JsonObject endpoint, Terminal terminal) {
        Table.Cell in = Tones.inAnswer(endpoint.getBoolean("inAnswer", false));
        String health = endpoint.getString("health", "?");
        terminal.line("");
        terminal.line(terminal.paint(in.text(), in.tone()) + " "
                + terminal.paint(endpoint.getString("name", "?"), Terminal.Tone.STRONG) + "  "
                + endpoint.getString("address") + "  " + endpoint.getString("region") + "  "
                + terminal.paint(health, Tones.ofHealth(health)) + " since " + endpoint.getString("since"));
        var chain = new Table("     ", "STEP", "BECAUSE");
        for (JsonObject reason : StatusCommand.objects(endpoint, "reasons")) {
            if (!reason.getString("text", "").equals(endpoint.getString("returns"))) {
                chain.row(Table.Cell.of(reason.getString("code", "?")), Table.Cell.of(reason.getString("text", "")));
            }
        }
        chain.print(terminal);
        @Nullable JsonObject agreement = endpoint.getJsonObject("agreement");
        if (agreement != null) {
            agreement(agreement, terminal);
        }
        @Nullable String returns = endpoint.getString("returns");
        if (returns != null) {
            terminal.line("     back when: " + Terminal.printable(returns));
        }
        StatusCommand.objects(endpoint, "checks").forEach(check -> tripwire(check, terminal));
        @Nullable JsonObject probe = endpoint.getJsonObject("lastProbe");
        if (probe != null) {
            terminal.line("     last probe: " + probe.getString("outcome") + " at " + probe.getString("at") + " in "
                    + probe.getValue("totalMs") + " ms: " + Terminal.printable(probe.getString("detail", "")));
        }
    }
}
