package io.failoverd.daemon.demo.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.demo.cloud.account.Account;
import io.failoverd.daemon.demo.cloud.account.CloudGtmAddress;
import io.failoverd.daemon.demo.cloud.account.CloudGtmPool;
import io.failoverd.daemon.demo.cloud.account.DnsGtmPool;
import io.failoverd.daemon.demo.cloud.account.Domain;
import io.failoverd.daemon.demo.cloud.account.DomainRecord;
import io.failoverd.daemon.demo.cloud.account.Edition;
import io.failoverd.daemon.demo.cloud.faults.Fault;
import io.failoverd.daemon.demo.cloud.faults.Faults;
import io.failoverd.daemon.demo.cloud.wire.AccessKey;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the SDK once sent is sent again, signatures and all, and gets the answers that the SDK was once given. */
class RecordedExchangesTest {
    private static final Pattern EXCHANGE = Pattern.compile(
            "^## (?<name>.+)\nwith (?<situation>\\w+)\n(?<head>(?:.+\n)+)\n(?<status>\\d+)\n(?<body>\\{.*})$",
            Pattern.MULTILINE);

    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d(:|%3A)\\d\\d(:|%3A)\\d\\dZ");
    private static final int TIMEOUT_MILLIS = 20_000;

    record Exchange(String name, String situation, String head, int status, JsonObject body) {
        static Exchange of(MatchResult found) {
            return new Exchange(
                    found.group("name"),
                    found.group("situation"),
                    found.group("head"),
                    Integer.parseInt(found.group("status")),
                    new JsonObject(found.group("body")));
        }

        Instant at() {
            var date = DATE.matcher(head);
            assertThat(date.find()).isTrue();
            return Instant.parse(date.group().replace("%3A", ":"));
        }

        /** As it went over the wire: the body is one empty chunk. */
        byte[] request() {
            return (head.replace("\n", "\r\n") + "connection: close\r\n\r\n0\r\n\r\n").getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Exchange> exchanges() throws IOException {
        try (InputStream file =
                Objects.requireNonNull(RecordedExchangesTest.class.getResourceAsStream("/cloud/exchanges.txt"))) {
            return EXCHANGE.matcher(new String(file.readAllBytes(), StandardCharsets.UTF_8))
                    .results()
                    .map(Exchange::of)
                    .toList();
        }
    }

    @Test
    void all_exchanges_are_read() throws IOException {
        assertThat(exchanges()).hasSize(11);
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void a_recorded_request_is_answered_as_it_was(Exchange exchange) throws IOException {
        AccessKey key = exchange.situation().equals("sts") ? new AccessKey("LTAI-test", "secret", "ststok") : Sdk.KEY;
        try (FakeCloud cloud = FakeCloud.start(recorded(), CloudSettings.of(key), InstantSource.fixed(exchange.at()))) {
            switch (exchange.situation()) {
                case "throttled" -> cloud.cloud().faults().next(Faults.ANY, Fault.throttled());
                case "unavailable" -> cloud.cloud().faults().next(Faults.ANY, Fault.unavailable());
                default -> {}
            }
            String answer = send(cloud, exchange.request());
            assertThat(answer).startsWith("HTTP/1.1 " + exchange.status() + " ");
            assertThat(answer.toLowerCase(Locale.ROOT))
                    .contains("content-type: application/json;charset=utf-8", "x-acs-request-id: ");
            var body = new JsonObject(answer.substring(answer.indexOf("\r\n\r\n")));
            assertThat(differences("", exchange.body(), body)).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void a_recorded_request_with_one_letter_changed_is_refused(Exchange exchange) throws IOException {
        AccessKey key = exchange.situation().equals("sts") ? new AccessKey("LTAI-test", "secret", "ststok") : Sdk.KEY;
        try (FakeCloud cloud = FakeCloud.start(recorded(), CloudSettings.of(key), InstantSource.fixed(exchange.at()))) {
            String request = new String(exchange.request(), StandardCharsets.UTF_8);
            String forged = request.replaceFirst("(?m)^POST /\\?", "POST /?Forged=1&");
            assertThat(send(cloud, forged.getBytes(StandardCharsets.UTF_8)))
                    .startsWith("HTTP/1.1 400 ")
                    .contains("\"Code\":\"SignatureDoesNotMatch\"");
            assertThat(cloud.cloud().journal().writes()).isEmpty();
        }
    }

    private static String send(FakeCloud cloud, byte[] request) throws IOException {
        String[] endpoint = cloud.endpoint().split(":", 2);
        try (var socket = new Socket(endpoint[0], Integer.parseInt(endpoint[1]))) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(request);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The account that the recordings speak of. */
    private static Account recorded() {
        DomainRecord first =
                DomainRecord.of("9999985", "www", "A", "192.0.2.1", 60).withWeight(2);
        DomainRecord second =
                DomainRecord.of("9999986", "www", "A", "192.0.2.2", 600).withEnabled(false);
        Domain domain = Domain.empty("domain-1", "example.com", Edition.ENTERPRISE_STANDARD)
                .with(first)
                .with(second)
                .withWeighted(first.set(), true);
        var gtm2 = new DnsGtmPool(
                "pool-1",
                "instance-1",
                "pool",
                "IPV4",
                "ALL_RR",
                "",
                List.of(new DnsGtmPool.Addr("192.0.2.1", "SMART", 1, "", "")));
        var address =
                new CloudGtmAddress("addr-1", "address", "192.0.2.1", "IPv4", true, false, true, "any_ok", List.of());
        var gtm3 = new CloudGtmPool("pool-1", "pool", "IPv4", true, "weight", "preemptive", "any_ok", List.of());
        return Account.EMPTY.with(domain).with(gtm2).with(address).with(gtm3);
    }

    /** Where the answer lacks something that was recorded, or has it otherwise; a star is any value. */
    private static List<String> differences(String path, Object expected, Object actual) {
        if (expected.equals("*")) {
            return actual == null ? List.of(path + " is not there") : List.of();
        }
        var found = new ArrayList<String>();
        if (expected instanceof JsonObject wanted && actual instanceof JsonObject given) {
            wanted.forEach(each -> found.addAll(
                    differences(path + "/" + each.getKey(), each.getValue(), given.getValue(each.getKey()))));
        } else if (expected instanceof JsonArray wanted && actual instanceof JsonArray given) {
            if (wanted.size() != given.size()) {
                return List.of(path + " has " + given.size() + " elements and not " + wanted.size());
            }
            for (int i = 0; i < wanted.size(); i++) {
                found.addAll(differences(path + "/" + i, wanted.getValue(i), given.getValue(i)));
            }
        } else if (!expected.equals(actual)) {
            found.add(path + " is " + actual + " and not " + expected);
        }
        return found;
    }
}
