package io.failoverd.dns.alidns;

import com.aliyun.alidns20150109.models.DescribeSubDomainRecordsResponseBody.DescribeSubDomainRecordsResponseBodyDomainRecordsRecord;
import io.failoverd.dns.model.Failure;
import io.failoverd.dns.model.FailureClass;
import io.failoverd.dns.model.ManagedName;
import io.failoverd.dns.model.Reading;
import io.failoverd.dns.model.RecordSet;
import io.failoverd.dns.model.TargetRecord;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the records of a name mean. Made for one reading. Pure. */
final class Interpretation {
    /** The smallest TTL that every edition allows. */
    private static final Duration EVERY_EDITIONS = Duration.ofMinutes(10);

    /** What makes a name something else than addresses; the spelling of the second is the vendor's. */
    private static final Set<String> INSTEAD = Set.of("CNAME", "FORWORD_URL", "FORWARD_URL", "REDIRECT_URL");

    private static final Set<String> ADDRESSES = Set.of("A", "AAAA");

    private final ManagedName name;
    private final String line;
    private final Optional<DomainInfo> info;
    private final Optional<WeightedSets> weighted;
    private boolean otherLines;

    Interpretation(ManagedName name, String line, Optional<DomainInfo> info, Optional<WeightedSets> weighted) {
        this.name = name;
        this.line = line;
        this.info = info;
        this.weighted = weighted;
    }

    /** Whether the name has enabled records on other lines, so that what is answered depends on who asks. */
    boolean hasOtherLines() {
        return otherLines;
    }

    boolean isWeighted(String type) {
        return weighted.map(sets -> sets.has(name.name(), type, line)).orElse(false);
    }

    Reading of(List<DescribeSubDomainRecordsResponseBodyDomainRecordsRecord> all) {
        var ours = new ArrayList<DescribeSubDomainRecordsResponseBodyDomainRecordsRecord>();
        for (var record : all) {
            String type = String.valueOf(record.getType()).toUpperCase(Locale.ROOT);
            boolean counts = ADDRESSES.contains(type) || INSTEAD.contains(type);
            if (!counts || !Names.isRr(name, record.getRR())) {
                continue;
            }
            Optional<Boolean> enabled = enabled(record.getStatus());
            if (enabled.isEmpty()) {
                return unknown(FailureClass.TRANSIENT, "status", "a record's status is " + record.getStatus());
            }
            if (!line.equalsIgnoreCase(String.valueOf(record.getLine()))) {
                otherLines |= enabled.get();
            } else if (ADDRESSES.contains(type)) {
                ours.add(record);
            } else if (enabled.get()) {
                return unknown(
                        FailureClass.CONFIG,
                        type,
                        name.name() + " is " + (type.equals("CNAME") ? "an alias of " : "a redirection to ")
                                + record.getValue() + " on line " + line + ", and can hold no addresses besides");
            }
        }
        return records(ours);
    }

    private Reading records(List<DescribeSubDomainRecordsResponseBodyDomainRecordsRecord> ours) {
        if (ours.size() > RecordSet.MOST_RECORDS) {
            return unknown(
                    FailureClass.CONFIG,
                    "too-many",
                    name.name() + " has more than " + RecordSet.MOST_RECORDS + " addresses on line " + line);
        }
        var records = new ArrayList<TargetRecord>();
        var seen = new HashSet<InetAddress>();
        for (var record : ours) {
            String type = record.getType().toUpperCase(Locale.ROOT);
            Optional<InetAddress> address = Names.address(type, record.getValue());
            if (address.isEmpty() || record.getTTL() == null) {
                return unknown(
                        FailureClass.TRANSIENT,
                        "partial",
                        "record " + record.getRecordId() + " has no " + type + " address, or no TTL");
            }
            if (weighted.isEmpty() && enabled(record.getStatus()).orElse(false) && isZero(record.getWeight())) {
                return unknown(
                        FailureClass.TRANSIENT,
                        "weighting",
                        "record " + record.getRecordId() + " has a weight of 0, and whether that keeps it from being"
                                + " answered cannot be read");
            }
            if (!seen.add(address.get())) {
                return unknown(
                        FailureClass.CONFIG,
                        "twice",
                        name.name() + " has " + address.get().getHostAddress() + " in two records of line " + line
                                + ": delete one of them");
            }
            records.add(record(record, type, address.get(), weighs(ours, type)));
        }
        return new Reading.Known(new RecordSet(name.name(), records, smallestTtl(records)));
    }

    private TargetRecord record(
            DescribeSubDomainRecordsResponseBodyDomainRecordsRecord record,
            String type,
            InetAddress address,
            boolean weighs) {
        boolean enabled = enabled(record.getStatus()).orElse(false);
        Integer weight = record.getWeight();
        boolean muted = enabled && isWeighted(type) && isZero(weight);
        return new TargetRecord(
                address,
                enabled && !muted,
                weighs && enabled && !muted && weight != null ? OptionalInt.of(weight) : OptionalInt.empty(),
                Duration.ofSeconds(Math.max(0, record.getTTL())),
                new Handle(record.getRecordId(), muted, String.valueOf(record.getValue())).text());
    }

    private static boolean isZero(@Nullable Integer weight) {
        return weight != null && weight == 0;
    }

    /** Among fewer than two that are enabled there is nothing to share, and Alidns takes no weights. */
    private boolean weighs(List<DescribeSubDomainRecordsResponseBodyDomainRecordsRecord> ours, String type) {
        return isWeighted(type)
                && ours.stream()
                                .filter(each -> type.equalsIgnoreCase(each.getType()))
                                .filter(each -> enabled(each.getStatus()).orElse(false))
                                .count()
                        >= 2;
    }

    /** Where the edition is not known: what every one allows, or what this domain has shown that it does. */
    private Duration smallestTtl(List<TargetRecord> records) {
        return info.map(DomainInfo::smallestTtl)
                .orElseGet(() -> records.stream()
                        .map(TargetRecord::ttl)
                        .filter(ttl -> ttl.isPositive() && ttl.compareTo(EVERY_EDITIONS) < 0)
                        .min(Duration::compareTo)
                        .orElse(EVERY_EDITIONS));
    }

    private static Optional<Boolean> enabled(@Nullable String status) {
        return switch (String.valueOf(status).toUpperCase(Locale.ROOT)) {
            case "ENABLE" -> Optional.of(true);
            case "DISABLE" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    private static Reading unknown(FailureClass kind, String code, String text) {
        return new Reading.Unknown(new Failure(kind, code, text));
    }
}
