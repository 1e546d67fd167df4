package io.failoverd.dns.zone;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Master;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.TextParseException;

/** Turns a zone's content into records, collecting every problem on the way. One instance a zone, on one thread. */
final class ZoneParser {
    /** Past this, the file is something else than a zone file. */
    private static final int MAX_SYNTAX_PROBLEMS = 50;
    /** Static records that stand beside services; a $GENERATE of one line can ask for four thousand million. */
    private static final int MAX_RECORDS = 100_000;

    private static final Pattern POSITION = Pattern.compile("^<none>:\\d+: ");

    private final Name origin;
    private final String source;
    private final List<ZoneProblem> problems;

    ZoneParser(Name origin, String source, List<ZoneProblem> problems) {
        this.origin = origin;
        this.source = source;
        this.problems = problems;
    }

    List<ZoneRecord> parse(ZoneSpec.Content content) {
        return switch (content) {
            case ZoneSpec.MasterFile file -> parseFile(MasterText.of(file.text()));
            case ZoneSpec.Inline inline -> parseInline(inline);
        };
    }

    private List<ZoneRecord> parseFile(MasterText text) {
        MasterText rest = text;
        MasterText.Entry open = text.unclosed();
        if (open != null) {
            problem(open.first(), "a parenthesis is opened here and never closed");
            rest = rest.without(open);
        }
        MasterText.Entry before = null;
        for (int found = 0; found < MAX_SYNTAX_PROBLEMS; found++) {
            List<ZoneRecord> records = new ArrayList<>();
            MasterText.Entry broken = readAll(rest, records);
            if (broken == null) {
                return records;
            }
            if (broken.equals(before)) {
                return List.of();
            }
            before = broken;
            rest = rest.without(broken);
        }
        problem(0, "more than " + MAX_SYNTAX_PROBLEMS + " errors; is this a zone file?");
        return List.of();
    }

    /** Reads until the end, then null, or until the first broken entry, which it reports and returns. */
    private MasterText.@Nullable Entry readAll(MasterText text, List<ZoneRecord> into) {
        MasterText.Reading reading = text.open();
        try (Master master = new Master(reading, origin)) {
            master.disableIncludes(true);
            for (Record next = master.nextRecord(); next != null; next = master.nextRecord()) {
                if (into.size() >= MAX_RECORDS) {
                    problem(reading.line(), "more than " + MAX_RECORDS + " records");
                    return null;
                }
                write(next);
                into.add(new ZoneRecord(next, text.entryAt(reading.line()).first()));
            }
            return null;
        } catch (IOException | RuntimeException e) {
            MasterText.Entry entry = text.entryAt(reading.line());
            int line = Math.clamp(reading.line(), entry.first(), entry.last());
            problem(line, reason(e, text.firstLine(entry)));
            return entry;
        }
    }

    /** What dnsjava reads and cannot write: how long the name of a protocol is, for one, it looks at only then. */
    private static void write(Record record) throws TextParseException {
        try {
            record.toWireCanonical();
        } catch (RuntimeException e) {
            throw new TextParseException("cannot be sent: " + e.getMessage());
        }
    }

    private static String reason(Exception e, String line) {
        if (line.strip().toUpperCase(Locale.ROOT).startsWith("$INCLUDE")) {
            return "$INCLUDE is not supported: put the records into this file";
        }
        String said = e.getMessage();
        String text = said == null ? "cannot be parsed" : POSITION.matcher(said).replaceFirst("");
        return text.equals("missing TTL") ? "missing TTL: start the file with a $TTL line" : text;
    }

    private List<ZoneRecord> parseInline(ZoneSpec.Inline inline) {
        List<ZoneRecord> records = new ArrayList<>();
        long ttl = seconds(inline.soa().ttl());
        for (Map.Entry<String, List<InetAddress>> server : inline.ns().entrySet()) {
            Name name = name(server.getKey(), "name server");
            if (name == null) {
                continue;
            }
            add(records, new NSRecord(origin, DClass.IN, ttl, name));
            if (!name.subdomain(origin) && !server.getValue().isEmpty()) {
                problem(
                        0,
                        "name server " + text(name) + " is outside the zone, so its addresses are not ours to give:"
                                + " leave its list empty");
                continue;
            }
            for (InetAddress address : server.getValue()) {
                add(records, addressRecord(name, ttl, address));
            }
        }
        SOARecord soa = soa(inline, ttl);
        if (soa != null) {
            add(records, soa);
        }
        return records;
    }

    private @Nullable SOARecord soa(ZoneSpec.Inline inline, long ttl) {
        SoaSpec spec = inline.soa();
        String primary = spec.mname()
                .orElseGet(() -> inline.ns().keySet().stream().findFirst().orElse("ns." + text(origin)));
        Name mname = name(primary, "soa mname");
        Name rname = name(mailbox(spec.rname().orElse("hostmaster." + text(origin))), "soa rname");
        if (mname == null || rname == null) {
            return null;
        }
        return new SOARecord(
                origin,
                DClass.IN,
                ttl,
                mname,
                rname,
                1,
                seconds(spec.refresh()),
                seconds(spec.retry()),
                seconds(spec.expire()),
                seconds(spec.minimum()));
    }

    /** {@code first.last@example.com} is {@code first\.last.example.com} in the DNS (RFC 1035 section 8). */
    private static String mailbox(String text) {
        int at = text.indexOf('@');
        return at < 0 ? text : text.substring(0, at).replace(".", "\\.") + "." + text.substring(at + 1);
    }

    private @Nullable Name name(String text, String what) {
        try {
            return Name.fromString(text, Name.root);
        } catch (TextParseException e) {
            problem(0, what + " " + e.getMessage());
            return null;
        }
    }

    private void problem(int line, String text) {
        problems.add(new ZoneProblem(source, line, text));
    }

    private static void add(List<ZoneRecord> records, Record record) {
        records.add(new ZoneRecord(record, 0));
    }

    private static Record addressRecord(Name name, long ttl, InetAddress address) {
        return address instanceof Inet4Address
                ? new ARecord(name, DClass.IN, ttl, address)
                : new AAAARecord(name, DClass.IN, ttl, address);
    }

    private static long seconds(Duration duration) {
        return Math.clamp(duration.toSeconds(), 0, Integer.MAX_VALUE);
    }

    private static String text(Name name) {
        return name.toString(true);
    }
}
