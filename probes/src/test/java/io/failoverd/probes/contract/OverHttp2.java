package io.failoverd.probes.contract;

import static io.failoverd.probes.contract.Situation.little;
import static io.failoverd.probes.contract.Situation.waiting;
import static io.failoverd.probes.http2.Frames.all;
import static io.failoverd.probes.http2.Frames.data;
import static io.failoverd.probes.http2.Frames.fields;
import static io.failoverd.probes.http2.Frames.frame;
import static io.failoverd.probes.http2.Frames.goAway;
import static io.failoverd.probes.http2.Frames.head;
import static io.failoverd.probes.http2.Frames.lastData;
import static io.failoverd.probes.http2.Frames.lastHead;
import static io.failoverd.probes.http2.Frames.number;
import static io.failoverd.probes.http2.Frames.settings;

import io.failoverd.probes.Gateway;
import io.failoverd.probes.http2.Frames;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** Servers that behave badly in HTTP/2, and what gRPC's health service says over it. */
final class OverHttp2 {
    private static final byte[] GRPC_HEAD = head(":status", "200", "content-type", "application/grpc");

    private OverHttp2() {}

    static List<Situation> situations() {
        return Stream.concat(http().stream(), grpc().stream()).toList();
    }

    private static Situation answering(Kind kind, String story, String expected, byte[] answer) {
        return little(
                kind,
                story,
                expected,
                stage -> stage.patiently(kind, speaking(stage, answer).port()));
    }

    private static Gateway speaking(Stage stage, byte[] answer) {
        return stage.gateway(socket -> {
            Frames.read(socket);
            Frames.answer(socket, answer);
        });
    }

    private static Situation flooding(String story, String expected, byte[] first, byte[] more) {
        return flooding(story, expected, Situation.Cost.LITTLE, first, more);
    }

    private static Situation flooding(String story, String expected, Situation.Cost cost, byte[] first, byte[] more) {
        return new Situation(
                Kind.HTTP2,
                story,
                expected,
                cost,
                stage -> stage.patiently(
                        Kind.HTTP2,
                        stage.gateway(socket -> {
                                    Frames.read(socket);
                                    socket.getOutputStream().write(first);
                                    while (true) {
                                        socket.getOutputStream().write(more);
                                    }
                                })
                                .port()));
    }

    private static List<Situation> http() {
        byte[] begun = all(settings(), head(":status", "200"));
        return List.of(
                answering(Kind.HTTP2, "an error page", "DOWN status", all(settings(), head(":status", "503"))),
                answering(Kind.HTTP2, "a rate limit", "DEGRADED status", all(settings(), lastHead(":status", "429"))),
                answering(
                        Kind.HTTP2, "a page that says it is gone", "DOWN body_mismatch", all(begun, lastData("gone"))),
                answering(
                        Kind.HTTP2,
                        "a request that is refused",
                        "DOWN closed_early",
                        all(settings(), frame(Frames.RST_STREAM, 0, Frames.STREAM, number(7)))),
                answering(Kind.HTTP2, "a GOAWAY", "DOWN closed_early", all(settings(), goAway(0, 0))),
                answering(
                        Kind.HTTP2,
                        "an HTTP/1 server",
                        "DOWN protocol_error",
                        "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII)),
                flooding("a body without an end", "DOWN body_too_large", begun, data("x".repeat(16_384))),
                flooding("a flood of interim answers", "DOWN protocol_error", settings(), head(":status", "103")),
                flooding(
                        "a flood of PING",
                        "DOWN protocol_error",
                        Situation.Cost.MUCH,
                        settings(),
                        frame(Frames.PING, 0, 0, new byte[8])),
                flooding(
                        "a bomb of headers",
                        "DOWN protocol_error",
                        all(settings(), frame(Frames.HEADERS, 0, Frames.STREAM, fields(":status", "200"))),
                        frame(Frames.CONTINUATION, 0, Frames.STREAM, fields("x-big", "y".repeat(15_000)))),
                waiting(
                        Kind.HTTP2,
                        "a body that stops",
                        "DOWN total_timeout",
                        stage -> stage.quickly(
                                Kind.HTTP2,
                                speaking(stage, all(begun, data("o"))).port())));
    }

    private static List<Situation> grpc() {
        return List.of(
                answering(
                        Kind.GRPC,
                        "a service that does not serve",
                        "DOWN grpc_not_serving",
                        all(
                                settings(),
                                GRPC_HEAD,
                                frame(Frames.DATA, 0, Frames.STREAM, new byte[] {0, 0, 0, 0, 2, 8, 2}),
                                lastHead("grpc-status", "0"))),
                trailersOnly("a server that knows no such service", "DOWN grpc_status", "5"),
                trailersOnly("a server that is exhausted", "DEGRADED grpc_status", "8"),
                answering(Kind.GRPC, "a gateway's own page", "DOWN status", all(settings(), head(":status", "503"))),
                answering(
                        Kind.GRPC,
                        "a web server",
                        "DOWN protocol_error",
                        all(settings(), head(":status", "200", "content-type", "text/html"), lastData("hello"))),
                answering(
                        Kind.GRPC,
                        "a message without an end",
                        "DOWN body_too_large",
                        all(settings(), GRPC_HEAD, frame(Frames.DATA, 0, Frames.STREAM, new byte[5000]))),
                waiting(
                        Kind.GRPC,
                        "a message that stops",
                        "DOWN total_timeout",
                        stage -> stage.quickly(
                                Kind.GRPC,
                                speaking(
                                                stage,
                                                all(
                                                        settings(),
                                                        GRPC_HEAD,
                                                        frame(Frames.DATA, 0, Frames.STREAM, new byte[1])))
                                        .port())));
    }

    private static Situation trailersOnly(String story, String expected, String status) {
        byte[] answer = lastHead(":status", "200", "content-type", "application/grpc", "grpc-status", status);
        return answering(Kind.GRPC, story, expected, all(settings(), answer));
    }
}
