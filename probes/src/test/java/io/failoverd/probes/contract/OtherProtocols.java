package io.failoverd.probes.contract;

import static io.failoverd.probes.contract.Situation.little;
import static io.failoverd.probes.contract.Situation.waiting;

import io.failoverd.probes.Attempt;
import io.failoverd.probes.Gateway;
import io.failoverd.probes.contract.Situation.Play;
import io.failoverd.probes.dns.NameServer;
import io.failoverd.probes.model.ExecCheck;
import io.failoverd.probes.model.LatencyLimits;
import io.failoverd.probes.model.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

/** Answers over bare TCP, name servers and programs. */
final class OtherProtocols {
    private static final InetAddress NOT_OURS = InetAddress.ofLiteral("192.0.2.1");

    private OtherProtocols() {}

    static List<Situation> situations() {
        return Stream.of(answers(), nameServers(), silentNameServers(), programs(), hostsOfPrograms())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Situation> answers() {
        return List.of(
                little(
                        Kind.TCP_ANSWER,
                        "another answer",
                        "DOWN body_mismatch",
                        stage -> stage.patiently(
                                Kind.TCP_ANSWER,
                                saying(stage, "-LOADING\r\n", true).port())),
                waiting(
                        Kind.TCP_ANSWER,
                        "an answer that is never whole",
                        "DOWN total_timeout",
                        stage -> stage.quickly(
                                Kind.TCP_ANSWER, saying(stage, "+PO", false).port())));
    }

    private static Gateway saying(Stage stage, String text, boolean thenCloses) {
        Gateway gateway = stage.gateway(_ -> {});
        Gateway.Manner hanging = gateway.hanging();
        gateway.behave(socket -> {
            socket.getInputStream().readNBytes("PING\r\n".length());
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            if (!thenCloses) {
                hanging.serve(socket);
            }
        });
        return gateway;
    }

    private static Situation asking(Kind kind, String story, String expected, NameServer.Manner manner) {
        return little(
                kind,
                story,
                expected,
                stage -> stage.patiently(kind, stage.nameServer(manner).port()));
    }

    private static List<Situation> nameServers() {
        return List.of(
                little(
                        Kind.DNS_UDP,
                        "nobody listens",
                        "DOWN connect_refused",
                        stage -> stage.patiently(Kind.DNS_UDP, stage.closedUdpPort())),
                little(
                        Kind.DNS_UDP,
                        "a source address that is not ours",
                        "INCONCLUSIVE local_address",
                        stage -> stage.with(Kind.DNS_UDP.check(stage.closedPort(), NOT_OURS, stage.patient()))),
                asking(Kind.DNS_UDP, "a server that fails", "DOWN dns_rcode", NameServer.answering(Rcode.SERVFAIL)),
                asking(
                        Kind.DNS_UDP,
                        "a server that lies",
                        "DOWN dns_records",
                        NameServer.answering(Rcode.NOERROR, "A 192.0.2.66")),
                asking(Kind.DNS_UDP, "an answer that cannot be read", "DOWN protocol_error", (query, _) -> {
                    byte[] answer = NameServer.answer(query, Rcode.NOERROR, "A 192.0.2.1")
                            .toWire();
                    return List.of(Arrays.copyOf(answer, answer.length - 2));
                }),
                asking(Kind.DNS_TCP, "a server that fails", "DOWN dns_rcode", NameServer.answering(Rcode.SERVFAIL)),
                asking(
                        Kind.DNS_TCP,
                        "a server that lies",
                        "DOWN dns_records",
                        NameServer.answering(Rcode.NOERROR, "A 192.0.2.66")),
                asking(
                        Kind.DNS_TCP,
                        "an answer cut short over TCP",
                        "DOWN protocol_error",
                        (query, _) -> List.of(cutShort(query))));
    }

    private static List<Situation> silentNameServers() {
        return List.of(
                waiting(
                        Kind.DNS_UDP,
                        "a server that says nothing",
                        "DOWN first_byte_timeout",
                        stage -> stage.quickly(
                                Kind.DNS_UDP,
                                stage.nameServer((_, _) -> List.of()).port())),
                waiting(
                        Kind.DNS_UDP,
                        "answers to other questions alone",
                        "DOWN first_byte_timeout",
                        stage -> stage.quickly(
                                Kind.DNS_UDP,
                                stage.nameServer((query, _) -> List.of(query.toWire()))
                                        .port())),
                waiting(
                        Kind.DNS_UDP,
                        "a server that is cut short and says nothing over TCP",
                        "DOWN total_timeout",
                        stage -> stage.quickly(
                                Kind.DNS_UDP,
                                stage.nameServer((query, tcp) -> tcp ? List.of() : List.of(cutShort(query)))
                                        .port())),
                new Situation(
                        Kind.DNS_UDP,
                        "a server that says nothing, while this host is late",
                        "INCONCLUSIVE local_overload",
                        Situation.Cost.MUCH,
                        stage -> {
                            int port = stage.nameServer((_, _) -> List.of()).port();
                            Target target = stage.target(Stage.ADDRESS, Kind.DNS_UDP.check(port, null, stage.quick()));
                            return () -> stage.startAndHold(target, () -> false, stage.late());
                        }),
                little(Kind.DNS_UDP, "given up by ourselves", "INCONCLUSIVE local_error", stage -> {
                    int port = stage.nameServer((_, _) -> List.of()).port();
                    return givenUp(stage, stage.target(Stage.ADDRESS, Kind.DNS_UDP.check(port, null, stage.patient())));
                }));
    }

    private static byte[] cutShort(Message query) throws IOException {
        Message answer = NameServer.answer(query, Rcode.NOERROR);
        answer.getHeader().setFlag(Flags.TC);
        return answer.toWire();
    }

    private static Play givenUp(Stage stage, Target target) {
        return () -> stage.start(target).compose(attempt -> {
            attempt.cancel();
            return attempt.outcome();
        });
    }

    private static Situation running(String story, String expected, String script) {
        return little(Kind.EXEC, story, expected, stage -> stage.with(Kind.exec(stage.patient(), script)));
    }

    private static List<Situation> programs() {
        return List.of(
                running("a word of warning", "DEGRADED exec_degraded", "exit 1"),
                running("a word of death", "DOWN exec_down", "exit 2"),
                running("a code that is no verdict", "DOWN exec_exit", "exit 7"),
                running("a program that does not know", "INCONCLUSIVE local_program", "exit 3"),
                running("a program that is killed", "INCONCLUSIVE local_program", "kill -9 $$"),
                running("a program that writes without an end", "INCONCLUSIVE local_program", "exec yes"),
                little(
                        Kind.EXEC,
                        "a program that is not there",
                        "INCONCLUSIVE local_program",
                        stage -> stage.with(new ExecCheck(
                                "exec", 0, List.of("/nowhere/check"), Map.of(), LatencyLimits.NONE, stage.patient()))),
                waiting(
                        Kind.EXEC,
                        "a program that hangs",
                        "DOWN total_timeout",
                        stage -> stage.with(Kind.exec(stage.quick(), "exec sleep 300"))));
    }

    private static List<Situation> hostsOfPrograms() {
        return List.of(
                little(
                        Kind.EXEC,
                        "given up by ourselves",
                        "INCONCLUSIVE local_error",
                        stage -> givenUp(
                                stage, stage.target(Stage.ADDRESS, Kind.exec(stage.patient(), "exec sleep 300")))),
                little(Kind.EXEC, "as many programs as may run", "INCONCLUSIVE local_limit", stage -> {
                    Target slow = stage.target(Stage.ADDRESS, Kind.exec(stage.patient(), "exec sleep 300"));
                    for (int i = 0; i < ExecCheck.MAX_RUNNING; i++) {
                        Attempt attempt = stage.start(slow)
                                .toCompletionStage()
                                .toCompletableFuture()
                                .get();
                        stage.keep(() -> {
                            attempt.cancel();
                            attempt.outcome()
                                    .toCompletionStage()
                                    .toCompletableFuture()
                                    .get();
                        });
                    }
                    return stage.with(Kind.exec(stage.patient(), "exit 0"));
                }));
    }
}
