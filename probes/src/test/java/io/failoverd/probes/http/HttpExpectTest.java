package io.failoverd.probes.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.failoverd.probes.Attempt;
import io.failoverd.probes.Dialer;
import io.failoverd.probes.Gateway;
import io.failoverd.probes.model.Assertion;
import io.failoverd.probes.model.Cadence;
import io.failoverd.probes.model.HttpCheck;
import io.failoverd.probes.model.HttpRequest;
import io.failoverd.probes.model.JsonScalar;
import io.failoverd.probes.model.LatencyLimits;
import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.ProbeResult;
import io.failoverd.probes.model.Probed;
import io.failoverd.probes.model.StatusSet;
import io.failoverd.probes.model.Target;
import io.failoverd.probes.model.TargetId;
import io.failoverd.probes.model.TextTest;
import io.vertx.core.Vertx;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an HTTP probe asks for, and what it makes of the answer beyond its status. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpExpectTest {
    private static final String HTML =
            "HTTP/1.1 200 OK\r\nServer: istio-envoy\r\nX-Region: cn-hangzhou\r\nX-Region: spare\r\n"
                    + "Content-Length: 24\r\n\r\n<h1>The Productpage</h1>";
    private static final String JSON_BODY =
            "{\"status\":\"UP\",\"ready\":true,\"n\":3.0,\"left\":null,\"parts\":[{\"a/b\":7}]}";
    private static final String JSON = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
            + JSON_BODY.length() + "\r\n\r\n" + JSON_BODY;
    private static final Cadence PATIENT =
            new Cadence(Duration.ofSeconds(2), Duration.ofMillis(500), Duration.ofSeconds(15), Duration.ofSeconds(15));
    private static final long ORIGIN = System.nanoTime();

    private final Vertx vertx = Vertx.vertx();
    private final HttpProber prober =
            new HttpProber(new Dialer(vertx, () -> new Moment(System.nanoTime() - ORIGIN)), "failoverd/test");
    private @Nullable Gateway gateway;

    @AfterEach
    void closeGateway() {
        if (gateway != null) {
            gateway.close();
        }
    }

    @AfterAll
    void closeVertx() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    /** @param expected outcome, reason and detail */
    record Case(String story, String answer, Assertion assertion, String expected) {
        @Override
        public String toString() {
            return story;
        }
    }

    private static Assertion body(TextTest test, boolean negated) {
        return new Assertion.Body(test, negated);
    }

    private static Assertion json(String pointer, JsonScalar expected, boolean negated) {
        return new Assertion.Json(pointer, expected, negated);
    }

    private static Assertion header(String name, @Nullable TextTest test, boolean negated) {
        return new Assertion.Header(name, test, negated);
    }

    static Stream<Case> bodies() {
        TextTest product = new TextTest.Contains("Productpage");
        TextTest gone = new TextTest.Contains("no healthy upstream");
        TextTest pattern = new TextTest.Matches("(?i)the\\s+product");
        return Stream.of(
                new Case("contained", HTML, body(product, false), "UP none HTTP 200"),
                new Case(
                        "contained and must not be",
                        HTML,
                        body(product, true),
                        "DOWN body_mismatch HTTP 200, but the body contains \"Productpage\""),
                new Case(
                        "not contained",
                        HTML,
                        body(gone, false),
                        "DOWN body_mismatch HTTP 200, but the body does not contain \"no healthy upstream\""),
                new Case("not contained, and must not be", HTML, body(gone, true), "UP none HTTP 200"),
                new Case("matched", HTML, body(pattern, false), "UP none HTTP 200"),
                new Case(
                        "matched and must not be",
                        HTML,
                        body(pattern, true),
                        "DOWN body_mismatch HTTP 200, but the body matches \"(?i)the\\s+product\""),
                new Case(
                        "the body's own charset",
                        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=ISO-8859-1\r\n\r\ncaf\u00e9",
                        body(new TextTest.Contains("caf\u00e9"), false),
                        "UP none HTTP 200"),
                new Case(
                        "a body in chunks",
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nProd\r\n7\r\nuctpage\r\n0\r\n\r\n",
                        body(product, false),
                        "UP none HTTP 200"),
                new Case(
                        "a body cut short is no body",
                        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nProductpage",
                        body(product, false),
                        "DOWN closed_early"),
                new Case(
                        "a 429 says that the limiter lives, and has no page to show",
                        "HTTP/1.1 429 Slow Down\r\nContent-Length: 0\r\n\r\n",
                        body(product, false),
                        "DEGRADED status HTTP 429"));
    }

    /** A length in characters instead of bytes, an answer too many: what is left over is no part of the answer. */
    static Stream<Case> leftovers() {
        TextTest product = new TextTest.Contains("Productpage");
        return Stream.of(
                new Case("a rest behind it", HTML + "é</p>\r\n\r\n", body(product, false), "UP none HTTP 200"),
                new Case(
                        "another answer behind it",
                        HTML + "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n",
                        body(product, false),
                        "UP none HTTP 200"));
    }

    static Stream<Case> values() {
        var up = new JsonScalar.Text("UP");
        var seven = new JsonScalar.Numeric(new BigDecimal("7"));
        return Stream.of(
                new Case("a text", JSON, json("/status", up, false), "UP none HTTP 200"),
                new Case(
                        "a text that must not be",
                        JSON,
                        json("/status", up, true),
                        "DOWN body_mismatch HTTP 200, but /status is \"UP\""),
                new Case(
                        "another text",
                        JSON,
                        json("/status", new JsonScalar.Text("DOWN"), false),
                        "DOWN body_mismatch HTTP 200, but /status is \"UP\" and not \"DOWN\""),
                new Case("a number in another spelling", JSON, json("/n", number("3"), false), "UP none HTTP 200"),
                new Case(
                        "a number is no text",
                        JSON,
                        json("/n", new JsonScalar.Text("3.0"), false),
                        "DOWN body_mismatch"),
                new Case("a flag", JSON, json("/ready", new JsonScalar.Bool(true), false), "UP none HTTP 200"),
                new Case("null", JSON, json("/left", new JsonScalar.Null(), false), "UP none HTTP 200"),
                new Case(
                        "what is missing is not null",
                        JSON,
                        json("/gone", new JsonScalar.Null(), false),
                        "DOWN body_mismatch HTTP 200, but /gone is missing"),
                new Case("what is missing may be forbidden", JSON, json("/gone", up, true), "UP none HTTP 200"),
                new Case("deep, with an escaped slash", JSON, json("/parts/0/a~1b", seven, false), "UP none HTTP 200"),
                new Case("beyond a list's end", JSON, json("/parts/4/x", seven, false), "DOWN body_mismatch"),
                new Case(
                        "an object is no value",
                        JSON,
                        json("/parts/0", seven, false),
                        "DOWN body_mismatch HTTP 200, but /parts/0 is {\"a/b\":7} and not 7"));
    }

    static Stream<Case> bodiesThatAreNoObjects() {
        var up = new JsonScalar.Text("UP");
        var seven = new JsonScalar.Numeric(new BigDecimal("7"));
        return Stream.of(
                new Case(
                        "a page is not JSON",
                        HTML,
                        json("/status", up, false),
                        "DOWN body_mismatch HTTP 200, but the body is not JSON"),
                new Case(
                        "a page is not JSON, and shows nothing by it",
                        HTML,
                        json("/status", up, true),
                        "DOWN body_mismatch HTTP 200, but the body is not JSON"),
                new Case("nothing is not JSON", "HTTP/1.1 204 No\r\n\r\n", json("", up, true), "DOWN body_mismatch"),
                new Case("a root alone", "HTTP/1.1 200 OK\r\n\r\n7", json("", seven, false), "UP none HTTP 200"),
                new Case(
                        "below a root that is a value",
                        "HTTP/1.1 200 OK\r\n\r\n7",
                        json("/a", seven, false),
                        "DOWN body_mismatch HTTP 200, but /a is missing"),
                new Case(
                        "a root that is null",
                        "HTTP/1.1 200 OK\r\n\r\nnull",
                        json("", new JsonScalar.Null(), false),
                        "UP none HTTP 200"),
                new Case(
                        "nested too deep to be read",
                        "HTTP/1.1 200 OK\r\n\r\n" + "[".repeat(100_000),
                        json("", up, false),
                        "DOWN body_mismatch HTTP 200, but the body is not JSON"),
                new Case(
                        "a number beyond all numbers",
                        "HTTP/1.1 200 OK\r\n\r\n{\"n\":1e999}",
                        json("/n", seven, false),
                        "DOWN body_mismatch"));
    }

    private static JsonScalar number(String text) {
        return new JsonScalar.Numeric(new BigDecimal(text));
    }

    static Stream<Case> headers() {
        return Stream.of(
                new Case("there", HTML, header("server", null, false), "UP none HTTP 200"),
                new Case(
                        "there and must not be",
                        HTML,
                        header("Server", null, true),
                        "DOWN header_mismatch HTTP 200, but the header Server is there"),
                new Case(
                        "missing",
                        HTML,
                        header("X-Served-By", null, false),
                        "DOWN header_mismatch HTTP 200, but the header X-Served-By is missing"),
                new Case("missing, and must be", HTML, header("X-Served-By", null, true), "UP none HTTP 200"),
                new Case("equal", HTML, header("Server", new TextTest.Equals("istio-envoy"), false), "UP none"),
                new Case(
                        "equal in part",
                        HTML,
                        header("Server", new TextTest.Equals("istio"), false),
                        "DOWN header_mismatch HTTP 200, but the header Server is not \"istio\""),
                new Case("matched", HTML, header("Server", new TextTest.Matches("^istio"), false), "UP none"),
                new Case("one of two values", HTML, header("X-Region", new TextTest.Equals("spare"), false), "UP none"),
                new Case(
                        "one of two values must not be",
                        HTML,
                        header("X-Region", new TextTest.Equals("spare"), true),
                        "DOWN header_mismatch HTTP 200, but the header X-Region is \"spare\""));
    }

    @ParameterizedTest
    @MethodSource({"bodies", "leftovers", "values", "bodiesThatAreNoObjects", "headers"})
    void judges(Case c) {
        Probed probed = probe(c.answer(), HttpRequest.get("/"), List.of(c.assertion()), LatencyLimits.NONE);
        ProbeResult result = probed.result();
        assertThat(result.outcome() + " " + result.reasonLabel() + " " + result.detail())
                .startsWith(c.expected());
    }

    @Test
    void allHaveToHoldAndTheFirstThatDoesNotIsNamed() {
        List<Assertion> expected = List.of(
                header("Server", null, false),
                body(new TextTest.Contains("nowhere"), false),
                body(new TextTest.Contains("neither"), false));
        assertThat(probe(HTML, HttpRequest.get("/"), expected, LatencyLimits.NONE)
                        .result()
                        .detail())
                .isEqualTo("HTTP 200, but the body does not contain \"nowhere\"");
    }

    /** The story: an operator's pattern ran for seconds, and its gateway was taken out for it. */
    @Test
    void aPatternThatTakesForEverCondemnsNobodyAndHoldsUpNoOtherProbe() {
        String slow = "(.*)(.*)(.*)(.*)(.*)(.*){200}z";
        String big = "HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(HttpCheck.MAX_BODY_BYTES);
        gateway = answering(big);
        Attempt first =
                start(HttpRequest.get("/"), List.of(body(new TextTest.Matches(slow), false)), LatencyLimits.NONE);
        await().atMost(Duration.ofSeconds(20)).until(() -> !gateway.heads().isEmpty());
        Attempt second = start(HttpRequest.get("/"), List.of(), LatencyLimits.NONE);
        assertThat(finished(second).result()).isInstanceOf(ProbeResult.Up.class);
        ProbeResult result = finished(first).result();
        assertThat(result.outcome() + " " + result.reasonLabel()).isEqualTo("INCONCLUSIVE local_pattern");
    }

    @Test
    void asksAsItIsTold() {
        var request = new HttpRequest(
                "POST",
                "/check?deep=1",
                List.of(
                        new HttpRequest.Header("Accept", "application/json", false),
                        new HttpRequest.Header("User-Agent", "mine/1", false)),
                "{\"ping\":\"p\u00f6ng\"}");
        gateway = answering(HTML);
        finished(start(request, List.of(), LatencyLimits.NONE));
        assertThat(gateway.heads().getFirst())
                .startsWith("POST /check?deep=1 HTTP/1.1\r\n")
                .containsIgnoringCase("\r\naccept: application/json\r\n")
                .containsIgnoringCase("\r\nuser-agent: mine/1\r\n")
                .containsIgnoringCase("\r\ncontent-length: 16\r\n")
                .doesNotContain("*/*")
                .doesNotContain("failoverd/test");
    }

    @Test
    void aRequestThatMayHaveABodyAndHasNoneSaysSo() {
        gateway = answering(HTML);
        finished(start(new HttpRequest("POST", "/", List.of(), null), List.of(), LatencyLimits.NONE));
        assertThat(gateway.heads().getFirst()).containsIgnoringCase("\r\ncontent-length: 0\r\n");
    }

    @Test
    void theAnswerToHeadEndsWithItsHeadWhateverItsLength() {
        String head = "HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\n";
        Probed probed = probe(head, new HttpRequest("HEAD", "/", List.of(), null), List.of(), LatencyLimits.NONE);
        assertThat(probed.result()).isEqualTo(new ProbeResult.Up("HTTP 200"));
    }

    @Test
    void anAnswerThatTakesLongerThanItMayIsDegraded() {
        var limits = new LatencyLimits(null, null, Duration.ofNanos(1), Duration.ofSeconds(14));
        ProbeResult result =
                probe(HTML, HttpRequest.get("/"), List.of(), limits).result();
        assertThat(result.outcome() + " " + result.reasonLabel()).isEqualTo("DEGRADED latency");
        assertThat(result.detail()).matches("HTTP 200, but the first byte took \\d+ ms, over 0 ms");
    }

    @Test
    void whatFailsIsNotCalledSlow() {
        var limits = new LatencyLimits(null, null, null, Duration.ofNanos(1));
        assertThat(probe("HTTP/1.1 500 No\r\n\r\n", HttpRequest.get("/"), List.of(), limits)
                        .result()
                        .reasonLabel())
                .isEqualTo("status");
    }

    @Test
    void a429SaysHowLongItWantsToBeLeftAlone() {
        gateway = answering("HTTP/1.1 429 Slow Down\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n");
        Attempt attempt = start(HttpRequest.get("/"), List.of(), LatencyLimits.NONE);
        assertThat(finished(attempt).result()).isInstanceOf(ProbeResult.Degraded.class);
        assertThat(attempt.retryAfter()).isEqualTo(Duration.ofSeconds(7));
    }

    private static Gateway answering(String answer) {
        Gateway opened = Gateway.on("127.0.0.2", _ -> {});
        opened.behave(opened.answering(answer));
        return opened;
    }

    private Probed probe(String answer, HttpRequest request, List<Assertion> expect, LatencyLimits limits) {
        gateway = answering(answer);
        return finished(start(request, expect, limits));
    }

    private Attempt start(HttpRequest request, List<Assertion> expect, LatencyLimits limits) {
        var check = new HttpCheck(
                "page",
                null,
                gateway.port(),
                null,
                request,
                StatusSet.parse(List.of("200-299")),
                StatusSet.parse(List.of("429")),
                expect,
                limits,
                null,
                PATIENT);
        var id = new TargetId("www.gslb.test", "ep", "page");
        return prober.start(new Target(id, InetAddress.ofLiteral("127.0.0.2"), "www.gslb.test", check), check);
    }

    private static Probed finished(Attempt attempt) {
        try {
            return attempt.outcome().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("an attempt did not complete well", e);
        }
    }
}
