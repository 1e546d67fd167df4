package io.failoverd.probes.contract;

import static io.failoverd.probes.contract.Situation.little;
import static io.failoverd.probes.contract.Situation.waiting;

import io.failoverd.probes.Gateway;
import io.failoverd.probes.contract.Situation.Play;
import io.failoverd.probes.model.Assertion;
import io.failoverd.probes.model.Check;
import io.failoverd.probes.model.HttpCheck;
import io.failoverd.probes.model.HttpRequest;
import io.failoverd.probes.model.HttpVersion;
import io.failoverd.probes.model.LatencyLimits;
import io.failoverd.probes.model.StatusSet;
import io.failoverd.probes.model.TextTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Web servers that behave badly, in HTTP/1.1. */
final class OverHttp {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private OverHttp() {}

    static List<Situation> situations() {
        return Stream.of(answers(), streams(), ofThisHost())
                .flatMap(List::stream)
                .toList();
    }

    private static Situation answering(String story, String expected, String answer) {
        return little(
                Kind.HTTP,
                story,
                expected,
                stage -> stage.patiently(Kind.HTTP, stage.answering(answer).port()));
    }

    private static List<Situation> answers() {
        return List.of(
                answering(
                        "an error page",
                        "DOWN status",
                        "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 4\r\n\r\nsome"),
                answering("a rate limit", "DEGRADED status", "HTTP/1.1 429 Slow Down\r\nContent-Length: 0\r\n\r\n"),
                answering(
                        "a page that says it is gone",
                        "DOWN body_mismatch",
                        "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ngone"),
                little(Kind.HTTP, "a page of another product", "DOWN header_mismatch", stage -> {
                    var header = new Assertion.Header("X-Product", new TextTest.Equals("shop"), false);
                    int port = stage.answering("HTTP/1.1 200 OK\r\nX-Product: blog\r\nContent-Length: 0\r\n\r\n")
                            .port();
                    return stage.with(expecting(stage, port, header, LatencyLimits.NONE));
                }),
                answering("a head cut short", "DOWN closed_early", "HTTP/1.1 200 OK\r\nContent-"),
                answering(
                        "a body cut short", "DOWN closed_early", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello"),
                answering("an SSH server", "DOWN protocol_error", "SSH-2.0-OpenSSH_9.2p1\r\n"),
                answering("an HTTP/2 server", "DOWN protocol_error", "\0\0\0\u0004\0\0\0\0\0"),
                answering(
                        "a flood of interim answers",
                        "DOWN protocol_error",
                        "HTTP/1.1 100 Continue\r\n\r\n".repeat(40)),
                answering(
                        "a bomb of headers",
                        "DOWN protocol_error",
                        "HTTP/1.1 200 OK\r\n" + ("X-Big: " + "y".repeat(1000) + "\r\n").repeat(70)),
                answering(
                        "a body that is announced too large",
                        "DOWN body_too_large",
                        "HTTP/1.1 200 OK\r\nContent-Length: 262145\r\n\r\n"));
    }

    private static List<Situation> streams() {
        return List.of(
                little(Kind.HTTP, "a body without an end", "DOWN body_too_large", OverHttp::endless),
                little(Kind.HTTP, "a reset within the body", "DOWN closed_early", stage -> {
                    Gateway gateway = stage.gateway(_ -> {});
                    Gateway.Manner half = gateway.answering("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello");
                    gateway.behave(socket -> {
                        half.serve(socket);
                        socket.setSoLinger(true, 0);
                    });
                    return stage.patiently(Kind.HTTP, gateway.port());
                }),
                waiting(
                        Kind.HTTP,
                        "a body that drips",
                        "DOWN total_timeout",
                        stage -> dripping(stage, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")),
                waiting(
                        Kind.HTTP,
                        "a head that drips",
                        "DOWN first_byte_timeout",
                        stage -> dripping(stage, "HTTP/1.1 200 OK\r\nX-Slow: ")),
                little(Kind.HTTP, "an answer that is late, but in time", "DEGRADED latency", stage -> {
                    Gateway gateway = stage.gateway(_ -> {});
                    Gateway.Manner answer = gateway.answering(OK);
                    gateway.behave(socket -> {
                        new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS);
                        answer.serve(socket);
                    });
                    var soon = new LatencyLimits(null, null, null, Duration.ofMillis(10));
                    return stage.with(expecting(stage, gateway.port(), notGone(), soon));
                }));
    }

    private static List<Situation> ofThisHost() {
        return List.of(
                new Situation(
                        Kind.HTTP,
                        "a pattern that takes for ever",
                        "INCONCLUSIVE local_pattern",
                        Situation.Cost.MUCH,
                        stage -> {
                            String page = "HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(HttpCheck.MAX_BODY_BYTES);
                            var slow = new TextTest.Matches("(.*)(.*)(.*)(.*)(.*)(.*){200}z");
                            return stage.with(expecting(
                                    stage,
                                    stage.answering(page).port(),
                                    new Assertion.Body(slow, false),
                                    LatencyLimits.NONE));
                        }),
                little(Kind.HTTP, "a path that would break the request", "INCONCLUSIVE local_error", stage -> {
                    Check injected = new HttpCheck(
                            "http",
                            null,
                            stage.answering(OK).port(),
                            null,
                            HttpRequest.get("/a HTTP/1.1\r\nX-Injected: yes"),
                            StatusSet.parse(List.of("200")),
                            StatusSet.NONE,
                            List.of(),
                            LatencyLimits.NONE,
                            null,
                            stage.patient());
                    return stage.with(injected);
                }));
    }

    private static Assertion notGone() {
        return new Assertion.Body(new TextTest.Contains("gone"), true);
    }

    private static HttpCheck expecting(Stage stage, int port, Assertion expected, LatencyLimits limits) {
        return Kind.http(null, HttpVersion.HTTP_1_1, port, List.of(expected), limits, null, stage.patient());
    }

    private static Play dripping(Stage stage, String head) {
        Gateway gateway = stage.gateway(_ -> {});
        gateway.behave(gateway.trickling(head));
        return stage.quickly(Kind.HTTP, gateway.port());
    }

    private static Play endless(Stage stage) {
        Gateway gateway = stage.gateway(_ -> {});
        gateway.behave(socket -> {
            gateway.readHead(socket);
            var out = socket.getOutputStream();
            out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] much = new byte[64 * 1024];
            while (true) {
                out.write(much);
            }
        });
        return stage.patiently(Kind.HTTP, gateway.port());
    }
}
