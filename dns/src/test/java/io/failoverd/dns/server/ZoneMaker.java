package io.failoverd.dns.server;

import io.failoverd.dns.zone.LoadResult;
import io.failoverd.dns.zone.ZoneProblem;
import io.failoverd.dns.zone.ZoneSet;
import io.failoverd.dns.zone.ZoneSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Zones with what makes answers hard: wildcards, cuts, aliases, one zone in another, SOAs that mention names of theirs. */
final class ZoneMaker {
    static final String[] LABELS = {"a", "b", "c", "ns1", "hostmaster", "www", "*", "_failoverd", "x-long-label"};

    private final SplittableRandom random;
    private final List<String> names = new ArrayList<>();
    private final List<String> services = new ArrayList<>();

    ZoneMaker(SplittableRandom random) {
        this.random = random;
        names.add("example.com");
        names.add("sub.mid.example.com");
        names.add("mid.example.com");
        if (random.nextBoolean()) {
            services.add("www.example.com");
        }
        if (random.nextBoolean()) {
            services.add("*.c.example.com");
        }
        if (random.nextBoolean()) {
            services.add("b.sub.mid.example.com");
        }
    }

    /** Names that may be asked for. */
    List<String> names() {
        return names;
    }

    List<String> services() {
        return services;
    }

    /** What is left when the lines that are found fault with are taken out. */
    Optional<ZoneSet> zones() {
        Map<String, String> texts = new TreeMap<>();
        for (String origin : List.of("example.com", "sub.mid.example.com")) {
            texts.put(origin, text(origin));
        }
        for (int attempt = 0; attempt < 10; attempt++) {
            List<ZoneSpec> specs = texts.entrySet().stream()
                    .map(zone -> new ZoneSpec(zone.getKey(), new ZoneSpec.MasterFile(zone.getKey(), zone.getValue())))
                    .toList();
            switch (LocalDns.load(specs, services)) {
                case LoadResult.Loaded good -> {
                    return Optional.of(good.zones());
                }
                case LoadResult.Rejected bad -> bad.problems().forEach(problem -> mend(texts, problem));
            }
        }
        return Optional.empty();
    }

    private void mend(Map<String, String> texts, ZoneProblem problem) {
        if (problem.line() == 0) {
            services.removeIf(service -> problem.text().contains(service));
            return;
        }
        texts.computeIfPresent(problem.source(), (source, text) -> {
            String[] lines = text.split("\n", -1);
            lines[problem.line() - 1] = "";
            return String.join("\n", lines);
        });
    }

    private String text(String origin) {
        String mname = random.nextBoolean() ? "ns1" : "a.b.ns1";
        String rname = random.nextBoolean() ? "hostmaster" : "hostmaster.example.net.";
        var text = new StringBuilder(
                "$TTL 300\n@ SOA " + mname + " " + rname + " 1 2 3 4 5\n@ NS ns.example.org.\nns1 A 192.0.2.1\n");
        for (int i = random.nextInt(14); i > 0; i--) {
            String owner = LABELS[random.nextInt(LABELS.length)];
            if (random.nextInt(3) == 0) {
                owner = LABELS[random.nextInt(6)] + "." + owner;
            }
            names.add(owner + "." + origin);
            text.append(owner).append(' ').append(record()).append('\n');
        }
        return text.toString();
    }

    private String record() {
        return switch (random.nextInt(12)) {
            case 0, 1, 2 -> "A 192.0.2." + random.nextInt(256);
            case 3 -> "AAAA 2001:db8::" + random.nextInt(1000);
            case 4 -> "TXT " + "some-words ".repeat(random.nextInt(1, 60));
            case 5 -> "MX 10 " + LABELS[random.nextInt(4)];
            case 6 -> "CNAME " + LABELS[random.nextInt(6)];
            case 7 -> "CNAME elsewhere.example.net.";
            case 8 -> "NS ns1";
            case 9 -> "NS ns.elsewhere.org.";
            case 10 -> "HTTPS 1 www.example.com. alpn=h2 ipv4hint=203.0.113.1,203.0.113.2";
            default -> "DNAME target";
        };
    }

    String[] addresses() {
        List<String> addresses = new ArrayList<>();
        for (int i = 1; i < 5; i++) {
            if (random.nextBoolean()) {
                addresses.add("203.0.113." + i);
            }
        }
        return addresses.toArray(String[]::new);
    }
}
