package io.failoverd.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.failoverd.probes.model.TargetId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who gets the places, by itself: first with the cases that it is for, then with random ones. */
class PlacesTest {
    private static final boolean RECHECK = true;
    private static final boolean ROUTINE = false;

    private static final int SEEDS = 200;
    private static final int STEPS = 1_000;

    private static TargetId target(String service, int number) {
        return new TargetId(service, "e" + number, "web");
    }

    private static TargetId sentinel(int number) {
        return new TargetId("", "s" + number, "sentinel");
    }

    private static boolean isSentinel(TargetId target) {
        return target.service().isEmpty();
    }

    private static List<TargetId> targets(String service, int many) {
        return IntStream.range(0, many).mapToObj(i -> target(service, i)).toList();
    }

    private static Places places(int most, List<TargetId> targets) {
        var places = new Places(most, PlacesTest::isSentinel);
        places.targets(targets);
        return places;
    }

    private static Places places(int most, List<TargetId> some, List<TargetId> others) {
        return places(most, Stream.concat(some.stream(), others.stream()).toList());
    }

    /** As a target that hangs would; returns how many it got. */
    private static int takeAll(Places places, TargetId target, boolean recheck, int most) {
        int got = 0;
        while (got < most && places.take(target, recheck)) {
            got++;
        }
        return got;
    }

    @Test
    void whatHangsLeavesTheFirstProbeOfEachTargetItsPlace() {
        List<TargetId> slow = targets("slow", 6);
        List<TargetId> fine = targets("fine", 6);
        Places places = places(16, slow, fine);
        for (int round = 0; round < 7; round++) {
            slow.forEach(each -> places.take(each, RECHECK));
        }
        assertThat(fine).allMatch(each -> places.take(each, ROUTINE));
        assertThat(places.taken()).isLessThanOrEqualTo(16);
    }

    @Test
    void aServiceThatHangsLeavesTheReChecksOfOthersRoom() {
        List<TargetId> slow = targets("slow", 40);
        List<TargetId> other = targets("other", 1);
        Places places = places(60, slow, other);
        for (int round = 0; round < 7; round++) {
            slow.forEach(each -> places.take(each, RECHECK));
        }
        assertThat(takeAll(places, other.getFirst(), RECHECK, 2)).isEqualTo(2);
    }

    @Test
    void whereThereAreFewerPlacesThanTargetsNoServiceTakesAll() {
        List<TargetId> slow = targets("slow", 1000);
        List<TargetId> dead = targets("dead", 1);
        Places places = places(32, slow, dead);
        slow.forEach(each -> places.take(each, RECHECK));
        assertThat(places.taken()).isLessThan(32);
        assertThat(places.take(dead.getFirst(), ROUTINE)).isTrue();
    }

    @Test
    void aProbeThatIsOnlyDueGoesWithoutBeforeAReCheckDoes() {
        List<TargetId> slow = targets("slow", 1000);
        Places places = places(32, slow);
        long routine = slow.stream().filter(each -> places.take(each, ROUTINE)).count();
        assertThat(routine).isEqualTo(16);
        assertThat(places.take(target("slow", 999), RECHECK)).isTrue();
    }

    @Test
    void aSentinelFindsAPlaceHoweverManyServicesAreInTrouble() {
        List<TargetId> all =
                IntStream.range(0, 1000).mapToObj(i -> target("service" + i, 0)).toList();
        List<TargetId> sentinels = List.of(sentinel(0), sentinel(1), sentinel(2));
        Places places = places(16, all, sentinels);
        long got = all.stream().filter(each -> places.take(each, RECHECK)).count();
        assertThat(got).isEqualTo(13);
        assertThat(sentinels).allMatch(each -> places.take(each, ROUTINE));
        assertThat(places.take(target("service999", 0), RECHECK)).isFalse();
    }

    @Test
    void aLowerLimitLeavesWhatIsUnderWayAndLetsNothingStartUntilItHolds() {
        List<TargetId> all = targets("www", 10);
        Places places = places(20, all);
        assertThat(all).allMatch(each -> places.take(each, ROUTINE));
        places.limit(5);
        assertThat(places.taken()).isEqualTo(10);
        all.subList(0, 6).forEach(places::free);
        assertThat(places.taken()).isEqualTo(4);
        assertThat(places.take(target("other", 0), ROUTINE)).isTrue();
        assertThat(places.take(target("another", 0), ROUTINE)).isFalse();
        places.limit(20);
        assertThat(places.take(target("another", 0), ROUTINE)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"16384, 10000, true", "16384, 12288, true", "16384, 12289, false", "16, 12, true", "16, 13, false"})
    void fourPlacesMakeSureOfThreeTargets(int most, int targets, boolean assured) {
        assertThat(Places.assures(most, targets)).isEqualTo(assured);
    }

    @Test
    void whatWasNeverTakenIsNotGivenBack() {
        Places places = places(16, targets("www", 1));
        assertThatThrownBy(() -> places.free(target("www", 0))).hasMessageContaining("www/e0/web");
        assertThatThrownBy(() -> places.limit(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void holdsWhateverHappens() {
        for (int seed = 0; seed < SEEDS; seed++) {
            run(new Random(seed), "seed " + seed);
        }
    }

    private static void run(Random random, String seed) {
        int most = 8 + random.nextInt(60);
        var all = new ArrayList<TargetId>();
        int services = 1 + random.nextInt(8);
        for (int i = 0; i < services; i++) {
            all.addAll(targets("service" + i, 1 + random.nextInt(1 + 2 * most / services)));
        }
        IntStream.range(0, random.nextInt(4)).forEach(i -> all.add(sentinel(i)));
        Places places = places(most, all);
        var held = new ArrayList<TargetId>();
        for (int step = 0; step < STEPS; step++) {
            TargetId target = all.get(random.nextInt(all.size()));
            if (random.nextInt(3) == 0 && !held.isEmpty()) {
                places.free(held.remove(random.nextInt(held.size())));
            } else if (places.take(target, random.nextBoolean())) {
                held.add(target);
            } else {
                boolean first = !held.contains(target);
                assertThat(first && Places.assures(most, all.size()))
                        .as("%s: the first probe of %s at step %s finds a place", seed, target, step)
                        .isFalse();
                assertThat(first && isSentinel(target))
                        .as("%s: sentinel %s at step %s finds a place", seed, target, step)
                        .isFalse();
            }
            assertThat(places.taken()).as(seed).isEqualTo(held.size()).isLessThanOrEqualTo(most);
        }
        held.forEach(places::free);
        assertThat(places.taken()).as(seed).isZero();
    }
}
