package io.failoverd.daemon.config;

import io.failoverd.daemon.config.yaml.Section;
import io.failoverd.daemon.config.yaml.Value;
import io.failoverd.daemon.config.yaml.Yaml;
import io.failoverd.probes.dns.Answers;
import io.failoverd.probes.model.Cadence;
import io.failoverd.probes.model.DnsCheck;
import io.failoverd.probes.model.LatencyLimits;
import io.failoverd.probes.model.RecordTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads {@code dns} of a check: what a name server is asked, and what it must answer. */
record DnsCheckReader(String name, Cadence cadence, LatencyLimits degradedLatency) {
    private static final int PORT = 53;
    private static final int MAX_RCODES = 8;

    /** More than these do not fit one message. */
    private static final int MAX_RECORDS = 1000;

    private static final List<String> TESTS = List.of("any", "all", "only", "atLeast");

    DnsCheck read(Section dns) {
        String type = type(dns.get("type"));
        List<String> rcodes = rcodes(dns.get("rcode"));
        List<RecordTest> expect = expect(dns.get("expect"), type);
        if (!expect.isEmpty() && !rcodes.contains("NOERROR")) {
            dns.at("expect").error("only an answer with NOERROR has records", "add NOERROR to rcode, or remove it");
        }
        Value transport = dns.get("transport");
        boolean tcp = transport != null && "tcp".equals(transport.word(List.of("udp", "tcp")));
        return new DnsCheck(
                name,
                dns.integer("port", PORT, 1, Addresses.MAX_PORT),
                query(dns.get("name")),
                type,
                tcp ? DnsCheck.Transport.TCP : DnsCheck.Transport.UDP,
                dns.flag("recursion", true),
                rcodes,
                expect,
                degradedLatency,
                KindReader.source(dns.get("source")),
                cadence);
    }

    private static @Nullable String query(@Nullable Value value) {
        boolean root = value != null
                && value.yaml() instanceof Yaml.Scalar scalar
                && scalar.text().equals(".");
        return root ? "." : Names.domain(value);
    }

    private static String type(@Nullable Value value) {
        String text = value == null ? null : value.text();
        if (value == null || text == null) {
            return "A";
        }
        String type = text.toUpperCase(Locale.ROOT);
        if (!Answers.isType(type)) {
            value.error(
                    Yaml.Scalar.quoted(text) + " is no type of records", "write one like A, AAAA, CNAME, TXT or SOA");
            return "A";
        }
        return type;
    }

    private static List<String> rcodes(@Nullable Value value) {
        if (value == null) {
            return List.of("NOERROR");
        }
        List<String> rcodes = new ArrayList<>();
        for (Value item : value.isText() ? List.of(value) : value.items(MAX_RCODES)) {
            String text = item.text();
            if (text == null) {
                continue;
            }
            String rcode = text.toUpperCase(Locale.ROOT);
            if (Answers.isRcode(rcode)) {
                rcodes.add(rcode);
            } else {
                item.error(Yaml.Scalar.quoted(text) + " is no rcode", "write one like NOERROR, NXDOMAIN or REFUSED");
            }
        }
        if (value.isEmptyList()) {
            value.error("is empty", "write [NOERROR]");
        }
        return rcodes.isEmpty() ? List.of("NOERROR") : rcodes;
    }

    private static List<RecordTest> expect(@Nullable Value value, String type) {
        List<RecordTest> tests = new ArrayList<>();
        if (value == null) {
            return tests;
        }
        for (Value item : value.items(RecordTest.MAX)) {
            RecordTest test = test(item.section(Vocabulary.DNS_EXPECT), type);
            if (test != null) {
                tests.add(test);
            }
        }
        return tests;
    }

    private static @Nullable RecordTest test(Section section, String type) {
        List<String> written = TESTS.stream().filter(section::has).toList();
        if (written.size() > 1) {
            section.at(written.getLast())
                    .error("there is " + String.join(" and ", written) + " in one item", "make two items of it");
            return null;
        }
        if (written.isEmpty()) {
            if (!section.isStandIn()) {
                section.self().error("does not say what is expected", "write any, all, only or atLeast");
            }
            return null;
        }
        boolean negated = section.flag("not", false);
        String test = written.getFirst();
        if (test.equals("atLeast")) {
            return new RecordTest.AtLeast(section.integer("atLeast", 1, 1, MAX_RECORDS), negated);
        }
        List<String> values = values(section.at(test), type);
        return values.isEmpty()
                ? null
                : new RecordTest.Values(RecordTest.Kind.valueOf(test.toUpperCase(Locale.ROOT)), values, negated);
    }

    private static List<String> values(Value value, String type) {
        List<String> values = new ArrayList<>();
        for (Value item : value.items(RecordTest.MAX_VALUES)) {
            String text = item.text();
            if (text == null) {
                continue;
            }
            String problem = Answers.problem(type, text);
            if (problem == null) {
                values.add(text);
            } else {
                item.error(Yaml.Scalar.quoted(text) + " " + problem, "write it as a zone file has it");
            }
        }
        if (value.isEmptyList()) {
            value.error("is empty", "add a value, or write atLeast: 1 with not: true for no record at all");
        }
        return values;
    }
}
