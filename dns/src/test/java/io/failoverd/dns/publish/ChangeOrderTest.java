package io.failoverd.dns.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.dns.model.Change;
import io.failoverd.dns.model.Control;
import io.failoverd.dns.model.RecordDiff;
import io.failoverd.dns.model.RecordSet;
import io.failoverd.dns.model.TargetHealth;
import io.failoverd.dns.model.TargetRecord;
import io.failoverd.dns.model.WantedRecords;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What differs, and in which order it is ended. Records are "+1" or "-1" for 192.0.2.1 on or off, "+::1" for IPv6, "+1~" where
 * the target's own health checks have a say and "+1!" where they find it dead.
 */
class ChangeOrderTest {
    private static final Duration TTL = Duration.ofSeconds(30);

    private static InetAddress address(String short_) {
        return InetAddress.ofLiteral(short_.startsWith("::") ? "2001:db8" + short_ : "192.0.2." + short_);
    }

    private static RecordSet held(String text) {
        var records = new ArrayList<TargetRecord>();
        for (String each : words(text)) {
            String[] parts = each.substring(1).split("\\*", -1);
            OptionalInt weight = parts.length > 1 ? OptionalInt.of(Integer.parseInt(parts[1])) : OptionalInt.empty();
            TargetHealth health = parts[0].endsWith("!")
                    ? TargetHealth.FAILING
                    : parts[0].endsWith("~") ? TargetHealth.OK : TargetHealth.UNMONITORED;
            boolean smart = health != TargetHealth.UNMONITORED;
            records.add(new TargetRecord(
                    address(smart ? parts[0].substring(0, parts[0].length() - 1) : parts[0]),
                    each.charAt(0) == '+',
                    weight,
                    TTL,
                    "",
                    smart ? Control.SMART : Control.ONLINE,
                    health));
        }
        return new RecordSet("www.example.com", records);
    }

    private static List<String> words(String text) {
        return text == null
                ? List.of()
                : Arrays.stream(text.split(" ")).filter(each -> !each.isEmpty()).toList();
    }

    private static WantedRecords wanted(String text) {
        var weights = new LinkedHashMap<InetAddress, Integer>();
        for (String each : words(text)) {
            String[] parts = each.split("\\*", -1);
            weights.put(address(parts[0]), parts.length > 1 ? Integer.parseInt(parts[1]) : 1);
        }
        return new WantedRecords(weights, TTL);
    }

    private static Set<InetAddress> ours() {
        var all = new LinkedHashSet<InetAddress>();
        for (String each : List.of("1", "2", "3", "4", "::1", "::2")) {
            all.add(address(each));
        }
        return all;
    }

    private static String text(Change change) {
        String full = change.address().getHostAddress();
        String address = full.contains(":") ? "::" + full.substring(full.lastIndexOf(':') + 1) : full.substring(8);
        return switch (change) {
            case Change.Add add ->
                "add " + address
                        + (add.weight().isPresent() ? "*" + add.weight().getAsInt() : "");
            case Change.Enable _ -> "on " + address;
            case Change.Disable _ -> "off " + address;
            case Change.SetWeight set -> address + "*" + set.weight();
            case Change.SetTtl _ -> "ttl " + address;
        };
    }

    @ParameterizedTest(name = "{0} to {1}: {2}")
    @CsvSource({
        "+1 +2, 1 2, ''",
        "+1 +2, 2 1, ''",
        "+1 +2, 1, off 2",
        "+1 -2, 1 2, on 2",
        "+1, 1 2, add 2",
        // A dead address goes before others come, where one that stays answers already.
        "+1 +2 -3, 1 3, off 2 · on 3",
        // Where none answers that stays, what comes is there first.
        "+1 -2, 2, on 2 · off 1",
        "+1 +2, 3 4, add 3 · add 4 · off 1 · off 2",
        "+1 -2 +::1 -::2, 2 ::1, on 2 · off 1",
        "+1 +::1 +::2 -2, 2 ::1, off ::2 · on 2 · off 1",
        // A family that goes wholly goes after the other has come.
        "+1 +::1, ::1, off 1",
        "+1, ::1, add ::1 · off 1",
        "+1 -::1, ::1, on ::1 · off 1",
        "+9 +1, 2, add 2 · off 1",
        "'', 1, add 1",
    })
    void the_name_answers_all_the_way(String held, String wanted, String order) {
        RecordSet records = held(held);
        RecordDiff diff = RecordDiff.between(records, wanted(wanted), ours(), 0);
        List<Change> changes = ChangeOrder.of(diff, records, wanted(wanted));
        assertThat(String.join(
                        " · ", changes.stream().map(ChangeOrderTest::text).toList()))
                .isEqualTo(order);
        for (int done = 1; done <= changes.size(); done++) {
            assertThat(records.after(changes.subList(0, done)).enabled()).isNotEmpty();
        }
    }

    @ParameterizedTest(name = "{0} to {1}, {2}: {3}")
    @CsvSource({
        "+1~ +2~, 1 2, SMART, ''",
        // What the target's own health checks hold out is no difference, and does not count as answering.
        "+1! +2~, 1 2, SMART, ''",
        "+1! +2~ -3~, 1 3, SMART, on 3 · off 2",
        "+1! +2~ +3~, 1 3, SMART, off 2",
        "-1!, 1, SMART, on 1",
        // Another control than is wanted is a difference; where it answers anyway it has time.
        "+1 +2~, 1 2, SMART, on 1",
        "+1~ +2 +3, 1 2, ONLINE, off 3 · on 1",
        "+1! +2, 1, ONLINE, on 1 · off 2",
        "+9~ +1, 1, ONLINE, ''",
    })
    void the_targets_own_health_checks_count_where_they_have_a_say(
            String held, String wanted, Control control, String order) {
        RecordSet records = held(held);
        RecordDiff diff = RecordDiff.between(records, wanted(wanted), ours(), 0, control);
        List<Change> changes = ChangeOrder.of(diff, records, wanted(wanted));
        assertThat(String.join(
                        " · ", changes.stream().map(ChangeOrderTest::text).toList()))
                .isEqualTo(order);
        assertThat(RecordDiff.between(records.after(changes), wanted(wanted), ours(), 0, control)
                        .changes())
                .as("written once")
                .isEmpty();
    }

    @ParameterizedTest(name = "{0} to {1}: {2} {3}")
    @CsvSource({
        "+1! +2~, 1, TRANSIENT, '…: the target''s own health checks hold out what is wanted'",
        "+2~, 1, ADDS, ''",
        "+1~ +2~, 1, REMOVES, ''",
    })
    void no_removal_relies_on_what_the_target_holds_out(String held, String wanted, String what, String why) {
        RecordSet records = held(held);
        RecordDiff diff = RecordDiff.between(records, wanted(wanted), ours(), 0, Control.SMART);
        NextWrite next = ChangeOrder.next(
                ChangeOrder.of(diff, records, wanted(wanted)),
                _ -> false,
                ChangeOrderTest::text,
                records,
                wanted(wanted),
                Certainty.CONDITIONAL,
                Duration.ZERO);
        String told = switch (next) {
            case NextWrite.Now now -> now.changes().getFirst() instanceof Change.Disable ? "REMOVES" : "ADDS";
            case NextWrite.Nothing nothing -> nothing.why().kind().name();
            case NextWrite.Wait _, NextWrite.LookFirst _ -> next.toString();
        };
        assertThat(told).isEqualTo(what);
        if (next instanceof NextWrite.Nothing nothing) {
            assertThat(nothing.why().text()).endsWith(why.substring(1));
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "+1~ -2~ -4 +3 +9 -8, 'enable 192.0.2.2 and leave it to the target''s own health checks too, leave 192.0.2.3 to the target''s own health checks too'",
        "+1! +2~, ''",
    })
    void handing_back_switches_on_and_removes_nothing(String held, String texts) {
        RecordDiff diff = RecordDiff.handBack(held(held), ours());
        assertThat(String.join(", ", diff.changes().stream().map(Change::text).toList()))
                .isEqualTo(texts);
        assertThat(RecordDiff.handBack(held(held).after(diff.changes()), ours()).changes())
                .isEmpty();
    }

    @ParameterizedTest(name = "{0} to {1}, weights up to {2}: {3}")
    @CsvSource({
        "+1*1 +2*1, 1*50 2*50, 100, ''",
        "+1*50 +2*50, 1*1 2*1, 100, ''",
        "+1*1 +2*1, 1*90 2*10, 100, 1*9",
        "+1*90 +2*10, 1*9 2*1, 100, ''",
        "+1*1 +2*1, 1*1000000 2*1, 100, 1*100",
        "+1*1, 1*3 2*1, 100, 'add 2*1 · 1*3'",
        "+1*1 +2*1, 1*9 2*1, 0, ''",
        "+1 +2, 1*9 2*1, 100, ''",
        "+1*0 +2*1, 1 2, 100, 1*1",
    })
    void weights_are_shares(String held, String wanted, int largest, String order) {
        RecordDiff diff = RecordDiff.between(held(held), wanted(wanted), ours(), largest);
        List<Change> changes = ChangeOrder.of(diff, held(held), wanted(wanted));
        assertThat(String.join(
                        " · ", changes.stream().map(ChangeOrderTest::text).toList()))
                .isEqualTo(order);
    }
}
