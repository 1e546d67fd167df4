package io.failoverd.daemon.cli;

import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that asks a running daemon one question and prints the answer. */
abstract class AdminCommand implements Callable<Integer> {
    @Mixin
    private AdminOptions admin = new AdminOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    abstract AdminClient.Reply ask(AdminClient client);

    /** Prints the answer for a person; returns the exit code. */
    abstract int print(JsonObject answer, Terminal terminal);

    /** The exit code where the answer is printed as it came. */
    abstract int judge(JsonObject answer);

    @Override
    public final Integer call() {
        Terminal terminal = Terminal.of(spec);
        terminal.silenceLogs();
        AdminClient.Reply reply;
        try (AdminClient client = admin.client()) {
            reply = ask(client);
        }
        return switch (reply) {
            case AdminClient.Reply.Answer(JsonObject body) -> {
                if (admin.json()) {
                    terminal.line(body.encodePrettily());
                    yield judge(body);
                }
                yield print(body, terminal);
            }
            case AdminClient.Reply.Refused refused -> {
                terminal.error(refused.text());
                yield exitCode(refused.status());
            }
            case AdminClient.Reply.Unreachable unreachable -> {
                terminal.error(unreachable.text());
                yield ExitCode.UNREACHABLE;
            }
        };
    }

    private static int exitCode(int status) {
        if (status >= 500) {
            return ExitCode.UNREACHABLE;
        }
        return status == 400 ? ExitCode.USAGE : ExitCode.BAD;
    }

    final CommandSpec spec() {
        return spec;
    }

    /** A name as one segment of a path. */
    static String segment(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
