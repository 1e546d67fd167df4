package io.failoverd.daemon.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.core.Alert;
import io.failoverd.daemon.core.AlertType;
import io.failoverd.daemon.core.pool.Reason;
import io.failoverd.daemon.core.pool.ReasonCode;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CloudEventsTest {
    private static final Instant AT = Instant.parse("2026-03-01T10:20:30.123Z");

    @Test
    void removalIsExactlyThis() {
        Alert alert = new Alert(
                AlertType.ADDRESS_REMOVED,
                true,
                "www.gslb.example.com",
                "hangzhou",
                "cn-hangzhou",
                InetAddress.ofLiteral("203.0.113.10"),
                null,
                "203.0.113.10 (hangzhou) left the answer of www.gslb.example.com: \"3 of 3\" probes were refused",
                List.of(new Reason(ReasonCode.CONDEMNED, "3 of 3 probes were refused")),
                List.of(InetAddress.ofLiteral("203.0.113.20"), InetAddress.ofLiteral("2001:db8:0:0:0:0:0:20")),
                7,
                AT);
        assertThat(CloudEvents.body(alert, "0196a5d0-0000-7000-8000-000000000001", "bastion-hz-1"))
                .isEqualTo("""
                        {"specversion":"1.0","id":"0196a5d0-0000-7000-8000-000000000001",\
                        "source":"/failoverd/bastion-hz-1","type":"failoverd.address.removed",\
                        "subject":"www.gslb.example.com/hangzhou/203.0.113.10","time":"2026-03-01T10:20:30.123Z",\
                        "datacontenttype":"application/json","data":{"status":"firing",\
                        "incident":"removed/www.gslb.example.com/hangzhou","service":"www.gslb.example.com",\
                        "endpoint":"hangzhou","region":"cn-hangzhou","address":"203.0.113.10","publisher":null,\
                        "summary":"203.0.113.10 (hangzhou) left the answer of www.gslb.example.com: \\"3 of 3\\" probes were refused",\
                        "reasons":[{"code":"CONDEMNED","text":"3 of 3 probes were refused"}],\
                        "answer":["203.0.113.20","2001:db8::20"],"generation":7,"node":"bastion-hz-1",\
                        "drill":false}}""");
    }

    @Test
    void alertOfTheDaemonHasNoSubjectAndNulls() {
        Alert alert = new Alert(
                AlertType.CONFIG_REJECTED,
                true,
                null,
                null,
                null,
                null,
                null,
                "line 3: é",
                List.of(),
                List.of(),
                0,
                AT);
        assertThat(CloudEvents.body(alert, "i", "n"))
                .isEqualTo("{\"specversion\":\"1.0\",\"id\":\"i\",\"source\":\"/failoverd/n\","
                        + "\"type\":\"failoverd.config.rejected\",\"time\":\"2026-03-01T10:20:30.123Z\","
                        + "\"datacontenttype\":\"application/json\",\"data\":{\"status\":\"firing\","
                        + "\"incident\":\"config//\",\"service\":null,\"endpoint\":null,\"region\":null,"
                        + "\"address\":null,\"publisher\":null,\"summary\":\"line 3: é\",\"reasons\":[],\"answer\":[],"
                        + "\"generation\":0,\"node\":\"n\",\"drill\":false}}");
    }

    @Test
    void idsSortInTheOrderTheyWereMadeEvenWhileTheClockGoesBack() {
        EventIds ids = new EventIds(new Random(1));
        Random clock = new Random(2);
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            made.add(ids.next(AT.toEpochMilli() + clock.nextInt(10) - i / 1_000));
        }
        assertThat(made).isSorted();
        assertThat(new HashSet<>(made)).hasSameSizeAs(made);
        UUID first = UUID.fromString(made.getFirst());
        assertThat(first.version()).isEqualTo(7);
        assertThat(first.variant()).isEqualTo(2);
        assertThat(first.getMostSignificantBits() >>> 16).isBetween(AT.toEpochMilli(), AT.toEpochMilli() + 10);
    }
}
