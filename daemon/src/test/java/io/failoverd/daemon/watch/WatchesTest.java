package io.failoverd.daemon.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.core.pool.Answers;
import io.failoverd.daemon.core.pool.Condition;
import io.failoverd.daemon.core.pool.Decision;
import io.failoverd.dns.model.Selection;
import io.failoverd.dns.model.WeightedAddress;
import io.failoverd.probes.model.Moment;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is awaited after a decision, when that is settled, and whom to ask next. */
class WatchesTest {
    private static final String NAME = "www.gslb.example.com";
    private static final String PUBLIC = "8.8.8.8";
    private static final WatchPlan PLAN = new WatchPlan(List.of(PUBLIC), Duration.ofSeconds(1), Duration.ofSeconds(60));

    private Watches watches = Watches.NONE.under(PLAN, Set.of(NAME));
    private Moment now = Moment.ZERO;
    private long generation = 1000;
    private final List<Told> told = new ArrayList<>();

    private static Set<InetAddress> addresses(String... octets) {
        return Stream.of(octets)
                .map(octet -> InetAddress.ofLiteral("203.0.113." + octet))
                .collect(Collectors.toSet());
    }

    private void decided(String... octets) {
        decided(Answers.all(addresses(octets).stream().sorted(BY_TEXT).toList()), Duration.ofSeconds(30));
    }

    private static final java.util.Comparator<InetAddress> BY_TEXT =
            java.util.Comparator.comparing(InetAddress::getHostAddress);

    private void decided(Answers answers, Duration ttl) {
        decided(NAME, answers, ttl);
    }

    private void decided(String name, Answers answers, Duration ttl) {
        take(watches.decided(
                new Decision(name, ++generation, Condition.NORMAL, List.of(), answers, 0, ttl, "", Instant.EPOCH),
                now));
    }

    private void take(Watches.Turn turn) {
        watches = turn.next();
        told.addAll(turn.told());
    }

    private void pass(double seconds) {
        now = now.plus(Duration.ofMillis((long) (seconds * 1000)));
        take(watches.expired(now));
    }

    /** Everybody who is to be asked by now answers so. */
    private void all(Seen authoritative, Seen resolver) {
        Watches.Ask ask = watches.next(now);
        while (ask != null) {
            watches = ask.next();
            boolean own = ask.question().server().equals(WatchPlan.AUTHORITATIVE);
            take(watches.answered(ask.question(), own ? authoritative : resolver, now, 0.5));
            now = now.plus(WatchPlan.GAP);
            ask = watches.next(now);
        }
    }

    private void rounds(int times, Seen resolver) {
        for (int i = 0; i < times; i++) {
            all(answer("10"), resolver);
            pass(1);
        }
    }

    private static Seen answer(String... octets) {
        return new Seen.Answered(addresses(octets));
    }

    private List<String> texts() {
        return told.stream().map(Told::text).toList();
    }

    @Test
    void aRemovalIsSettledByFiveCleanAnswersInARowFromTheFirstOfThemOn() {
        decided("10", "20");
        assertThat(watches.next(now))
                .as("the first decision of a run removes nothing")
                .isNull();
        decided("10");
        rounds(10, answer("10", "20"));
        rounds(4, answer("10"));
        assertThat(texts()).containsExactly("authoritative answers without 203.0.113.20 0.0 s after its removal");
        rounds(1, answer("10"));
        assertThat(texts().getLast())
                .isEqualTo("8.8.8.8 answers without 203.0.113.20 10 s after its removal, the first of 5 such answers in"
                        + " a row");
        assertThat(watches.open()).isEmpty();
        assertThat(told.getLast()).isInstanceOfSatisfying(Told.Settled.class, settled -> {
            assertThat(settled.removal()).isTrue();
            assertThat(settled.after()).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(11));
        });
    }

    /** The story: a resolver of many caches gave four clean answers, and then one from a cache that had not heard. */
    @Test
    void aStaleAnswerBreaksTheRowAndSilenceDoesNot() {
        decided("10", "20");
        decided("10");
        rounds(4, answer("10"));
        rounds(1, answer("10", "20"));
        rounds(4, answer("10"));
        rounds(3, new Seen.Silent("no answer in time"));
        assertThat(told).hasSize(1);
        rounds(1, answer());
        assertThat(told).as("NODATA holds no removed address either").hasSize(2);
    }

    @Test
    void whatIsAnsweredForLongerThanCachesMayKeepItIsToldOnceAndGivenUpInTheEnd() {
        decided("10", "20");
        decided("10");
        rounds(30, answer("10", "20"));
        assertThat(told).hasSize(1);
        rounds(10, answer("10", "20"));
        assertThat(texts())
                .hasSize(2)
                .last()
                .asString()
                .matches("8\\.8\\.8\\.8 still answers 203\\.0\\.113\\.20 3[12] s after its removal");
        rounds(30, answer("10", "20"));
        assertThat(texts()).hasSize(3);
        assertThat(told.getLast()).isInstanceOfSatisfying(Told.GivenUp.class, up -> {
            assertThat(up.why()).isEqualTo(Told.Why.STALE);
            assertThat(up.text())
                    .contains("8.8.8.8 still answers 203.0.113.20 60 s after its removal")
                    .endsWith("given up");
        });
        assertThat(watches.open()).isEmpty();
        assertThat(watches.due()).isNull();
    }

    @Test
    void aServerThatSaysNothingIsGivenUpAsSilent() {
        decided("10", "20");
        decided("10");
        rounds(61, new Seen.Silent("no answer in time"));
        assertThat(told.getLast()).isInstanceOfSatisfying(Told.GivenUp.class, up -> {
            assertThat(up.server()).isEqualTo(PUBLIC);
            assertThat(up.why()).isEqualTo(Told.Why.SILENT);
        });
    }

    @Test
    void anAddressThatReturnsHasToBeInEachOfTheAnswers() {
        decided("10");
        decided("10", "20");
        all(answer("10", "20"), answer("10"));
        pass(1);
        rounds(5, answer("10", "20"));
        assertThat(texts())
                .containsExactly(
                        "authoritative answers 203.0.113.20 0.0 s after its return",
                        "8.8.8.8 answers 203.0.113.20 1.1 s after its return, the first of 5 such answers in a row");
    }

    @Test
    void aNewerDecisionTakesTheWatchOverWithWhatWasLeftAndAnAnswerToTheOlderOneCountsForNothing() {
        decided("10", "20", "30");
        decided("10", "20");
        Watches.Ask older = watches.next(now);
        watches = older.next();
        pass(1);
        decided("10");
        Awaited awaited = watches.open().get(NAME).awaited();
        assertThat(awaited.gone()).isEqualTo(addresses("20", "30"));
        assertThat(awaited.since()).isEqualTo(now);
        take(watches.answered(older.question(), answer("10"), now, 0.5));
        assertThat(told).isEmpty();
        assertThat(watches.underWay()).isZero();
        decided("10", "20");
        assertThat(watches.open().get(NAME).awaited().gone()).isEqualTo(addresses("30"));
        assertThat(watches.open().get(NAME).awaited().come()).isEqualTo(addresses("20"));
    }

    @Test
    void anotherTtlAloneLeavesTheWatchAsItIs() {
        decided("10", "20");
        decided("10");
        Awaited before = watches.open().get(NAME).awaited();
        pass(2);
        decided(Answers.all(List.copyOf(addresses("10"))), Duration.ofSeconds(5));
        assertThat(watches.open().get(NAME).awaited()).isEqualTo(before);
    }

    /** A short TTL just before the removal does not make the long one of before any shorter in the caches. */
    @Test
    void cachesMayKeepWhatWasAnsweredWithTheLongestTtlThatIsNotOverYet() {
        decided("10", "20");
        pass(5);
        decided(Answers.all(addresses("10", "20").stream().sorted(BY_TEXT).toList()), Duration.ofSeconds(5));
        pass(2);
        decided("10");
        assertThat(watches.open().get(NAME).awaited().cachedUntil()).isEqualTo(Moment.ofMillis(5_000 + 31_000));
    }

    @Test
    void whereAResponseHoldsSomeOfTheAddressesMoreAnswersAreNeededAndOneShowsAReturn() {
        decided(weighted("10", "20", "30"), Duration.ofSeconds(30));
        decided(weighted("10", "20"), Duration.ofSeconds(30));
        assertThat(watches.open().get(NAME).awaited().needed()).isEqualTo(15);
        decided(weighted("10", "20", "30"), Duration.ofSeconds(30));
        all(answer("30"), answer("30"));
        pass(1);
        rounds(13, answer("10"));
        assertThat(told).hasSize(1);
        rounds(1, answer("20"));
        assertThat(told).hasSize(2);
    }

    private static Answers weighted(String... octets) {
        List<InetAddress> all = addresses(octets).stream().sorted(BY_TEXT).toList();
        return new Answers(selection(all), new TreeMap<>(), all);
    }

    private static Selection selection(List<InetAddress> all) {
        return new Selection(
                all.stream().map(each -> new WeightedAddress(each, 50)).toList(), 1);
    }

    @Test
    void whatAClientRegionGetsIsNotAwaitedHereOnlyWhatNobodyMayGet() {
        decided(regional("10"), Duration.ofSeconds(30));
        decided(regional("10", "20"), Duration.ofSeconds(30));
        assertThat(watches.open()).isEmpty();
        decided(regional("10"), Duration.ofSeconds(30));
        assertThat(watches.open().get(NAME).awaited().gone()).isEqualTo(addresses("20"));
    }

    private static Answers regional(String... octets) {
        List<InetAddress> all = addresses(octets).stream().sorted(BY_TEXT).toList();
        var regions = new TreeMap<String, Selection>();
        regions.put("east", selection(all));
        return new Answers(selection(all.subList(0, 1)), regions, all);
    }

    @Test
    void neitherWatchesNorQuestionsAreWithoutABound() {
        Set<String> names =
                IntStream.range(0, 20).mapToObj(i -> "s" + i + ".test").collect(Collectors.toSet());
        watches = Watches.NONE.under(PLAN, names);
        for (String octet : List.of("10", "20")) {
            names.stream()
                    .sorted()
                    .forEach(name -> decided(name, Answers.all(List.copyOf(addresses(octet))), Duration.ofSeconds(30)));
        }
        assertThat(watches.open()).hasSize(WatchPlan.MOST_WATCHES);
        assertThat(told).hasSize(4).allMatch(Told.Skipped.class::isInstance);

        Set<Question> asked = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            Watches.Ask ask = watches.next(now);
            if (ask != null) {
                watches = ask.next();
                assertThat(asked.add(ask.question())).isTrue();
                assertThat(watches.next(now)).as("the next one waits its turn").isNull();
            }
            now = now.plus(WatchPlan.GAP);
        }
        assertThat(asked).hasSize(WatchPlan.AT_ONCE);
        assertThat(watches.due()).as("nothing can be asked, and patience ends").isEqualTo(Moment.ofMillis(60_000));
    }

    @Test
    void withoutAPlanNothingIsWatchedAndWhatIsAnsweredIsKnownAllTheSame() {
        watches = Watches.NONE.under(null, Set.of(NAME));
        decided("10", "20");
        decided("10");
        assertThat(watches.open()).isEmpty();
        watches = watches.under(PLAN, Set.of(NAME));
        decided("20");
        assertThat(watches.open().get(NAME).awaited().gone()).isEqualTo(addresses("10"));
        watches = watches.under(PLAN, Set.of());
        assertThat(watches.open()).isEmpty();
        assertThat(watches.known()).isEmpty();
    }

    @Test
    void percentilesAreOfTheLatest() {
        ServerFigures figures = ServerFigures.none(PUBLIC);
        assertThat(figures.percentile(50)).isEmpty();
        for (int i = 1; i <= 600; i++) {
            figures = figures.settled(Duration.ofSeconds(i));
        }
        assertThat(figures.settled()).isEqualTo(600);
        assertThat(figures.latest()).hasSize(512).first().isEqualTo(Duration.ofSeconds(89));
        assertThat(figures.percentile(50)).contains(Duration.ofSeconds(88 + 256));
        assertThat(figures.percentile(100)).contains(Duration.ofMinutes(10));
    }
}
