package io.failoverd.daemon.publish;

import io.failoverd.daemon.demo.cloud.Cloud;
import io.failoverd.daemon.demo.cloud.CloudSettings;
import io.failoverd.daemon.demo.cloud.Write;
import io.failoverd.daemon.demo.cloud.account.Account;
import io.failoverd.daemon.demo.cloud.faults.Fault;
import io.failoverd.daemon.demo.cloud.wire.AccessKey;
import io.failoverd.dns.PublishLimits;
import io.failoverd.dns.aliyun.AliyunApi;
import io.failoverd.dns.aliyun.AliyunSettings;
import io.failoverd.dns.aliyun.Credentials;
import io.failoverd.dns.model.DesiredRecords;
import io.failoverd.dns.model.ManagedName;
import io.failoverd.dns.model.NameStatus;
import io.failoverd.dns.publish.RemotePublisher;
import io.failoverd.dns.publish.ServerAnswer;
import io.failoverd.dns.sim.VirtualTime;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** One seeded life of a publisher that talks to the cloud through the real SDK, among faults at every step. */
final class CloudChaosRun {
    private static final Duration WARM_UP = Duration.ofSeconds(5);
    private static final Duration STORM = Duration.ofSeconds(60);

    /** After the last fault: late writes have come to pass, and every name was looked at. */
    private static final Duration CALM = Duration.ofSeconds(40);

    /** What needs a person is tried again after ten minutes at worst. */
    private static final Duration LONGEST_CALM = Duration.ofMinutes(11);

    private static final Duration CALL_DEADLINE = Duration.ofSeconds(2);
    private static final AccessKey KEY = AccessKey.lasting("LTAI-chaos", "secret-of-chaos");

    private final Random random;
    private final VirtualTime time;
    private final Place place;
    private final SimCloud sim;
    private final Cloud cloud;
    private final AliyunApi api;
    private final RemotePublisher publisher;
    private final Duration staleness;
    private final Duration lateness;
    private final double trouble;
    private final Weather weather;

    /** Otherwise nobody is at the console, and what an unanswered write does late is all that there is to repair. */
    private final boolean repairs;

    private final Map<String, DesiredRecords> last = new LinkedHashMap<>();
    private final Map<String, Integer> pending = new HashMap<>();
    private final Map<String, Duration> disturbed = new HashMap<>();
    private final Map<String, Integer> faults = new TreeMap<>();
    private final List<String> wrong = new ArrayList<>();
    private Duration anyDisturbed = Duration.ZERO;
    private long generation;
    private boolean calm;
    private boolean closed;

    CloudChaosRun(long seed, Function<Random, Place> places) {
        random = new Random(seed);
        time = new VirtualTime(seed);
        place = places.apply(random);
        staleness = Duration.ofMillis(random.nextInt(4000));
        lateness = Duration.ofMillis(1 + random.nextInt(8000));
        trouble = random.nextInt(5) == 0 ? 0 : random.nextDouble() * 0.5;
        repairs = random.nextInt(3) > 0;
        weather = new Weather(random, staleness, lateness, repairs);
        CloudSettings settings = CloudSettings.of(KEY)
                .withoutQuotas()
                .withStaleReads(random.nextInt(3) == 0 ? weather.longestStale() : Duration.ZERO)
                .withPropagation(Duration.ofMillis(random.nextInt(3000)))
                .withWriteTakes(random.nextInt(3) == 0 ? Duration.ofMillis(random.nextInt(1500)) : Duration.ZERO);
        sim = new SimCloud(
                time,
                place.account(),
                settings,
                CALL_DEADLINE,
                this::fault,
                () -> Duration.ofMillis(1 + random.nextInt(150)),
                this::sent);
        cloud = sim.cloud();
        var key = new io.failoverd.dns.aliyun.AccessKey(KEY.id(), KEY.secret(), Optional.empty());
        api = new AliyunApi(
                new AliyunSettings(
                        "127.0.0.1:" + (1 + seed % 60_000),
                        false,
                        () -> new Credentials.KeyReading.Usable(key),
                        random.nextBoolean() ? 5 : 50,
                        CALL_DEADLINE),
                sim);
        var limits = new PublishLimits(
                CALL_DEADLINE,
                Duration.ofSeconds(20),
                Duration.ofSeconds(20),
                Duration.ofMillis(200),
                Duration.ofSeconds(20),
                repairs,
                2 + random.nextInt(6),
                100,
                Duration.ofSeconds(2));
        publisher = new RemotePublisher(
                "chaos",
                new Asked(place.provider(api), staleness, lateness, this::ask, () -> closed = true),
                place.names(),
                limits,
                time,
                _ -> {});
    }

    /** How often each kind of fault was met. */
    Map<String, Integer> faults() {
        return faults;
    }

    /** What went wrong. */
    List<String> play() {
        cloud.journal().follow(this::applied);
        try (time;
                api) {
            // What is true of a domain for hours is mostly known when the trouble begins.
            calm = random.nextInt(10) > 0;
            publisher.start();
            time.run(WARM_UP);
            calm = false;
            schedule();
            time.run(STORM);
            calm = true;
            Duration end = time.now().plus(LONGEST_CALM);
            time.run(CALM);
            time.runUntil(this::settled, end.minus(time.now()));
            judgeEnd();
        }
        return wrong;
    }

    private void schedule() {
        for (ManagedName name : place.names()) {
            time.at(time.now(), () -> decide(name));
        }
        for (int i = 3 + random.nextInt(12); i > 0; i--) {
            Duration at = sometime();
            time.at(at, this::decide);
            for (int more = random.nextInt(4); more > 0; more--) {
                time.at(at.plusMillis(random.nextInt(4000)), this::decide);
            }
        }
        for (int i = repairs ? random.nextInt(4) : 0; i > 0; i--) {
            time.at(sometime(), this::tamper);
        }
    }

    private Duration sometime() {
        return time.now().plusMillis(random.nextInt((int) STORM.toMillis()));
    }

    private void decide() {
        decide(any(place.names()));
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private void decide(ManagedName name) {
        var addresses = new ArrayList<>(name.addresses());
        addresses.removeIf(_ -> random.nextInt(2) == 0);
        if (addresses.isEmpty()) {
            addresses.add(any(name.addresses()));
        }
        var next = DesiredRecords.of(name.name(), ++generation, Duration.ofSeconds(30), addresses, Instant.EPOCH);
        last.put(name.name(), next);
        pending.merge(name.name(), 1, Integer::sum);
        publisher.publish(next).onSuccess(_ -> pending.merge(name.name(), -1, Integer::sum));
    }

    private void tamper() {
        ManagedName name = any(place.names());
        disturb(name.name());
        place.switchOn(
                cloud,
                name.name(),
                random.nextInt(4) == 0 ? Place.FOREIGN : any(name.addresses()).getHostAddress());
    }

    private void disturb(String name) {
        disturbed.put(name, time.now());
    }

    private Fault fault(String action) {
        if (calm || random.nextDouble() >= trouble) {
            return Fault.NONE;
        }
        boolean write = !action.startsWith("Describe") && !action.startsWith("List");
        Fault fault = write ? weather.ofWrite(action.contains("CloudGtm")) : weather.ofRead();
        if (!fault.equals(Fault.NONE)) {
            anyDisturbed = time.now();
        }
        faults.merge(
                (write ? "write " : "read ") + fault.effect().getClass().getSimpleName() + " "
                        + fault.reply().getClass().getSimpleName(),
                1,
                Integer::sum);
        return fault;
    }

    /** Every write that is sent is right for the newest decision of its name. */
    private void sent(SimCloud.Arrival arrival) {
        place.switches(cloud.account(), arrival.action(), arrival.parameters()).forEach((name, addresses) -> {
            Set<String> wanted = wanted(name);
            Set<String> present = place.on(cloud.account(), name);
            addresses.forEach((address, on) -> {
                boolean foreign = !ours(name).contains(address);
                boolean changes = on != present.contains(address);
                if (foreign && changes && quiet(name)) {
                    wrong.add("sent " + arrival + ", which changes the foreign " + address);
                }
                if (!foreign && on != wanted.contains(address) && (changes || !quiet(name))) {
                    wrong.add("at " + time.now() + " sent " + arrival + ", which switches " + address
                            + (on ? " on" : " off") + " when " + last.get(name) + " is wanted");
                }
            });
        });
        if (!arrival.fault().equals(Fault.NONE)) {
            place.switches(cloud.account(), arrival.action(), arrival.parameters())
                    .keySet()
                    .forEach(this::disturb);
        }
    }

    private Set<String> ours(String name) {
        var ours = new TreeSet<String>();
        place.names().stream()
                .filter(each -> each.name().equals(name))
                .forEach(each -> each.addresses().forEach(address -> ours.add(address.getHostAddress())));
        return ours;
    }

    private Set<String> wanted(String name) {
        var wanted = new TreeSet<String>();
        DesiredRecords decision = last.get(name);
        if (decision != null) {
            decision.common()
                    .addresses()
                    .forEach(each -> wanted.add(each.address().getHostAddress()));
        }
        return wanted;
    }

    /** Whether nothing has gone wrong for so long that all that is read is true. */
    private boolean quiet(String name) {
        Duration window = staleness.plus(lateness).plus(CALL_DEADLINE.multipliedBy(2));
        Duration since = disturbed.getOrDefault(name, Duration.ZERO);
        Duration latest = since.compareTo(anyDisturbed) > 0 ? since : anyDisturbed;
        return latest.isZero() || time.now().minus(latest).compareTo(window) > 0;
    }

    /** What was applied left an answer, and was needed. */
    private void applied(Write write) {
        boolean console = write.caller().equals(Cloud.CONSOLE);
        for (ManagedName name : place.names()) {
            Set<String> before = place.on(write.before(), name.name());
            Set<String> after = place.on(write.after(), name.name());
            if (!console && !before.isEmpty() && after.isEmpty()) {
                wrong.add("at " + time.now() + " " + write + " took the last address of " + name.name());
            }
            if (!console && !write.changed() && quietForAll()) {
                wrong.add("at " + time.now() + " " + write + " was not needed");
            }
        }
    }

    private boolean quietForAll() {
        return place.names().stream().allMatch(each -> quiet(each.name()));
    }

    private boolean settled() {
        return publisher.status().names().stream()
                .allMatch(each -> each.verified() == generation(each.name())
                        && each.lastError().isEmpty()
                        && each.behindSince().isEmpty());
    }

    private long generation(String name) {
        DesiredRecords decision = last.get(name);
        return decision == null ? 0 : decision.generation();
    }

    private List<ServerAnswer> ask(ManagedName name) {
        try {
            time.sleep(Duration.ofMillis(1 + random.nextInt(50)));
        } catch (InterruptedException e) {
            return List.of(new ServerAnswer.Silent("vip1", "interrupted"));
        }
        Account seen = cloud.propagated();
        var addresses = new LinkedHashSet<InetAddress>();
        place.on(seen, name.name()).forEach(each -> addresses.add(InetAddress.ofLiteral(each)));
        return List.of(new ServerAnswer.Answered("vip1", addresses));
    }

    private void judgeEnd() {
        for (ManagedName name : place.names()) {
            Set<String> held = new TreeSet<>(place.on(cloud.account(), name.name()));
            held.remove(Place.FOREIGN);
            if (!held.equals(wanted(name.name()))) {
                wrong.add("at the end " + name.name() + " holds " + held + " and not " + last.get(name.name()));
            }
            if (pending.getOrDefault(name.name(), 0) != 0) {
                wrong.add("an outcome of " + name.name() + " was never told");
            }
        }
        for (NameStatus status : publisher.status().names()) {
            long wanted = generation(status.name());
            if (status.desired() != wanted || status.published() != wanted || status.verified() != wanted) {
                wrong.add("at the end the status is " + status);
            }
        }
        time.start("closer", publisher::close);
        if (!time.runUntil(() -> closed, Duration.ofSeconds(10))
                || publisher.status().callsInFlight() != 0) {
            wrong.add("it did not stop: " + publisher.status());
        }
    }
}
