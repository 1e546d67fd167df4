package io.failoverd.daemon.journal.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.failoverd.daemon.core.Effect;
import io.failoverd.daemon.core.EndpointPlan;
import io.failoverd.daemon.core.Event;
import io.failoverd.daemon.core.Memory;
import io.failoverd.daemon.core.Plan;
import io.failoverd.daemon.core.Plans;
import io.failoverd.daemon.core.SentinelPlan;
import io.failoverd.daemon.core.ServicePlan;
import io.failoverd.daemon.core.World;
import io.failoverd.daemon.core.health.Failure;
import io.failoverd.daemon.core.pool.AllDown;
import io.failoverd.daemon.core.pool.Maintenance;
import io.failoverd.daemon.core.pool.MaintenanceWindow.Once;
import io.failoverd.daemon.core.pool.MaintenanceWindow.Scope;
import io.failoverd.daemon.core.pool.MaintenanceWindow.Weekly;
import io.failoverd.daemon.core.pool.OverrideMode;
import io.failoverd.daemon.core.pool.PoolPolicy;
import io.failoverd.daemon.core.pool.Ramp;
import io.failoverd.daemon.core.pool.SafetyBrake;
import io.failoverd.daemon.core.pool.Share;
import io.vertx.core.json.JsonObject;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.net.InetAddress;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The random ones are those of the simulation, in {@code sim.JournalledTest}; here is what it does not bring. */
class RecordCodecTest {
    private static Plan full() {
        var window = new Weekly(
                new Scope(Set.of("b", "a"), Set.of()),
                Set.of(DayOfWeek.SUNDAY, DayOfWeek.MONDAY),
                LocalTime.of(2, 30),
                Duration.ofMinutes(90),
                ZoneId.of("Asia/Shanghai"),
                "“patch”\n\"quoted\"");
        var once = new Once(
                new Scope(Set.of(), Set.of("cn-b")),
                Instant.parse("2026-11-22T12:00:00.000000001Z"),
                Instant.parse("2026-11-23T12:00:00Z"),
                "");
        var client = new PoolPolicy.ClientRule(Map.of("cn-a", 90, "cn-b", 10), List.of("cn-b", "cn-a"));
        var rules = Plans.rules(
                new PoolPolicy.Regional(Map.of("cn-hangzhou", client), 2, 1, Ramp.DEFAULT),
                Plans.HEALTH,
                1,
                new AllDown.Fallback(List.of(InetAddress.ofLiteral("2001:db8::1"))));
        var endpoints = List.of(
                new EndpointPlan("a", "cn-a", InetAddress.ofLiteral("203.0.113.1"), 0, 2),
                new EndpointPlan("b", "cn-b", InetAddress.ofLiteral("2001:db8::2")));
        return new Plan(
                List.of(new ServicePlan("s", rules, new Maintenance(List.of(window, once)), endpoints)),
                new SentinelPlan(List.of("223.5.5.5"), 1),
                new SafetyBrake.Rule(3, Duration.ofMinutes(5)));
    }

    static Stream<Event> events() {
        return Stream.of(
                new Event.Configured(full(), Memory.NONE),
                new Event.OverrideAsked("s", "a", OverrideMode.OFFLINE, null, "ops", "ticket \u0007", true),
                new Event.OverrideAsked("s", "a", OverrideMode.ONLINE, Duration.ofNanos(1), "ops", "", false),
                new Event.FreezeAsked(null, true, Duration.ofDays(400), "ops", "note"),
                new Event.ResumeAsked("s", null, "ops"),
                new Event.DrillAsked("s", "e", Duration.ofSeconds(60), "ops", "ticket 9"),
                new Event.DrillAborted("s", "e", "ops", "errors rose"),
                new Event.WallClock(Instant.parse("2026-11-22T12:00:00.123456789Z")),
                new Event.GenerationsReserved(Long.MAX_VALUE),
                new Event.ConfigRejected("line 3"),
                new Event.StateLost("damaged"),
                new Event.HandBackFailed("s", "gtm", "Forbidden.RAM: no"),
                new Event.Tick());
    }

    private static String written(Event event) {
        return String.valueOf(RecordCodec.encode(event, Event.class));
    }

    private static Object read(String json) throws UnreadableJournal {
        return BlockReader.value(json, Event.class, "event 7");
    }

    @ParameterizedTest
    @MethodSource("events")
    void whatIsWrittenIsRead(Event event) throws Exception {
        assertThat(read(written(event))).isEqualTo(event);
    }

    @Test
    void aSetIsWrittenTheSameInWhateverOrderItIs() {
        assertThat(RecordCodec.encode(Set.of("c", "a", "b"), Set.class))
                .isEqualTo(RecordCodec.encode(new TreeSet<>(Set.of("b", "c", "a")), Set.class));
    }

    @Test
    void numbersOfAnySizeAreKept() throws Exception {
        var share = Share.of(1, 3).times(Share.of(1, Integer.MAX_VALUE));
        Object json = new JsonObject(String.valueOf(RecordCodec.encode(share, Share.class)));
        assertThat(RecordCodec.decode(json, Share.class, "a share")).isEqualTo(share);
    }

    /** A field of a new kind fails here, and not in the journal of a daemon that ran with it for two weeks. */
    @Test
    void thereIsAWayToReadAndWriteEveryTypeThatMayStandInAJournal() {
        var met = new HashSet<Type>();
        List.of(Event.class, World.Snapshot.class, Run.class, Effect.class).forEach(type -> visit(type, "", met));
        assertThat(met).contains(PoolPolicy.Regional.class, Weekly.class, Failure.class);
    }

    private static final Set<Type> VALUES = Set.of(
            String.class,
            boolean.class,
            Boolean.class,
            int.class,
            Integer.class,
            long.class,
            Long.class,
            Duration.class,
            Instant.class,
            LocalTime.class,
            ZoneId.class,
            BigInteger.class,
            InetAddress.class);

    private static void visit(Type type, String place, Set<Type> met) {
        if (!met.add(type) || VALUES.contains(type)) {
            return;
        }
        switch (type) {
            case ParameterizedType generic -> {
                Class<?> raw = (Class<?>) generic.getRawType();
                boolean map = Map.class.isAssignableFrom(raw);
                assertThat(map || Collection.class.isAssignableFrom(raw))
                        .as("%s: %s", place, type)
                        .isTrue();
                assertThat(raw).as(place).isIn(List.class, Set.class, Map.class, SortedMap.class);
                Type[] of = generic.getActualTypeArguments();
                assertThat(!map || of[0].equals(String.class))
                        .as("%s: keys are texts", place)
                        .isTrue();
                visit(of[of.length - 1], place, met);
            }
            case Class<?> record
            when record.isRecord() -> {
                assertThat(record.getName()).as(place).startsWith("io.failoverd.");
                for (var component : record.getRecordComponents()) {
                    visit(component.getGenericType(), record.getSimpleName() + "." + component.getName(), met);
                }
            }
            case Class<?> sealed
            when sealed.isSealed() ->
                Arrays.stream(sealed.getPermittedSubclasses()).forEach(each -> visit(each, place, met));
            case Class<?> plain ->
                assertThat(plain.isEnum()).as("%s: %s", place, plain).isTrue();
            case Type other -> throw new AssertionError(place + ": " + other);
        }
    }

    @Test
    void whatItCannotKeepItRefuses() {
        assertThatThrownBy(() -> RecordCodec.encode(List.of(new StringBuilder()), List.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("StringBuilder");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"@":"daemon.core.Event$Later"}                                | event 7 is a daemon.core.Event$Later, which this version does not know
            {"@":"daemon.core.Plan"}                                       | event 7 is a daemon.core.Plan, which this version does not know
            {"@":"../../evil"}                                             | event 7 is a ../../evil, which this version does not know
            {"through":3}                                                     | event 7 does not say which Event it is
            {"@":"daemon.core.Event$GenerationsReserved"}                  | event 7 has no through
            {"@":"daemon.core.Event$GenerationsReserved","through":1,"x":2}| event 7 has x, which this version lacks
            {"@":"daemon.core.Event$GenerationsReserved","through":"one"}  | event 7.through is "one"
            {"@":"daemon.core.Event$GenerationsReserved","through":null}   | event 7.through has no value
            {"@":"daemon.core.Event$WallClock","instant":"noon"}           | event 7.instant: Text 'noon'
            {"@":"daemon.core.Event$ConfigRejected","why":[1]}             | event 7.why is a list, not a String
            {"@":                                                          | event 7 is not JSON
            """)
    void whatAnotherVersionWroteIsToldByItsPlace(String json, String message) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(UnreadableJournal.class)
                .hasMessageContaining(message);
    }

    @Test
    void aDamagedBlockIsToldAndNeverMore() throws Exception {
        var block = new BlockWriter(1);
        new Day(1, (before, event, now, step) -> block.add(now, event, step.effects())).live(Duration.ofMinutes(1));
        byte[] good = block.toBytes();
        assertThat(BlockReader.read(good)).hasSize(block.count());
        var chance = new SplittableRandom(4);
        for (int i = 0; i < 3000; i++) {
            byte[] bad = good.clone();
            int length = chance.nextInt(4) == 0 ? chance.nextInt(good.length) : good.length;
            bad[chance.nextInt(bad.length)] ^= (byte) (1 << chance.nextInt(8));
            try {
                BlockReader.read(Arrays.copyOf(bad, length));
            } catch (UnreadableJournal expected) {
                assertThat(expected.getMessage()).isNotBlank();
            }
        }
    }
}
