package io.failoverd.daemon.demo.cloud.ns;

import io.failoverd.daemon.demo.cloud.account.Account;
import io.failoverd.daemon.demo.cloud.account.Domain;
import io.failoverd.daemon.demo.cloud.account.DomainRecord;
import io.failoverd.daemon.demo.cloud.account.LineSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Answers one question from one version of the account. One an answer; knows no socket. Always: a name whose records
 * are all disabled is there and empty (NODATA), and not gone (NXDOMAIN).
 */
final class Zones {
    /** A chain of names that is longer is a loop. */
    private static final int MOST_ALIASES = 8;

    private static final int NEGATIVE_TTL = 600;
    private static final int INFRASTRUCTURE_TTL = 86_400;

    /** What the fake's own name servers are below; a resolver finds them here, on loopback. */
    private static final String OWN_NAMES = ".alidns.test";

    private final Account account;
    private final GtmAnswers gtm;
    private final Dice dice;

    Zones(Account account, RandomGenerator random) {
        this.account = account;
        this.dice = new Dice(random);
        this.gtm = new GtmAnswers(account, dice);
    }

    /** The whole answer, whatever it takes to carry it. */
    Message answer(Message query) throws IOException {
        var response = new Message(query.getHeader().getID());
        response.getHeader().setFlag(Flags.QR);
        if (query.getHeader().getFlag(Flags.RD)) {
            response.getHeader().setFlag(Flags.RD);
        }
        response.getHeader().setOpcode(query.getHeader().getOpcode());
        Record question = query.getQuestion();
        if (question != null) {
            response.addRecord(question, Section.QUESTION);
        }
        if (query.getOPT() != null) {
            response.addRecord(new OPTRecord(NameServer.MOST_OVER_UDP, 0, 0), Section.ADDITIONAL);
        }
        if (query.getHeader().getOpcode() != Opcode.QUERY) {
            response.getHeader().setRcode(Rcode.NOTIMP);
        } else if (question == null) {
            response.getHeader().setRcode(Rcode.FORMERR);
        } else {
            fill(response, question);
        }
        return response;
    }

    private void fill(Message response, Record question) throws IOException {
        String asked = text(question.getName());
        if (question.getDClass() != DClass.IN || !ours(asked)) {
            response.getHeader().setRcode(Rcode.REFUSED);
            return;
        }
        response.getHeader().setFlag(Flags.AA);
        String name = asked;
        for (int i = 0; i < MOST_ALIASES; i++) {
            List<Record> found = records(name, question.getType());
            found.forEach(record -> response.addRecord(record, Section.ANSWER));
            boolean alias =
                    !found.isEmpty() && found.getFirst().getType() == Type.CNAME && question.getType() != Type.CNAME;
            if (!alias) {
                if (response.getSection(Section.ANSWER).isEmpty()) {
                    negative(response, name);
                }
                return;
            }
            name = found.getFirst().rdataToString().replaceAll("\\.$", "").toLowerCase(Locale.ROOT);
            if (!ours(name)) {
                return;
            }
        }
    }

    private static String text(Name name) {
        return name.toString(true).toLowerCase(Locale.ROOT);
    }

    private Optional<Domain> domain(String name) {
        return account.domains().values().stream()
                .filter(each -> name.equals(each.name()) || name.endsWith("." + each.name()))
                .max(Comparator.comparingInt(each -> each.name().length()));
    }

    private boolean ours(String name) {
        return domain(name).isPresent() || !gtm.of(name).isEmpty() || name.endsWith(OWN_NAMES);
    }

    private List<Record> records(String name, int type) throws IOException {
        List<GtmAnswers.Answer> managed = gtm.of(name);
        if (!managed.isEmpty()) {
            var found = new ArrayList<Record>();
            for (GtmAnswers.Answer answer : managed) {
                if (Type.value(answer.type()) == type || answer.type().equals("CNAME")) {
                    for (String value : answer.values()) {
                        found.add(record(name, answer.type(), answer.ttl(), value));
                    }
                }
            }
            return found;
        }
        if (name.endsWith(OWN_NAMES)) {
            return type == Type.A ? List.of(record(name, "A", INFRASTRUCTURE_TTL, "127.0.0.1")) : List.of();
        }
        Optional<Domain> domain = domain(name);
        return domain.isPresent() ? records(domain.get(), name, type) : List.of();
    }

    private List<Record> records(Domain domain, String name, int type) throws IOException {
        if (name.equals(domain.name()) && type == Type.SOA) {
            return List.of(soa(domain));
        }
        var found = new ArrayList<Record>();
        if (name.equals(domain.name()) && type == Type.NS) {
            for (String server : domain.dnsServers()) {
                found.add(record(name, "NS", INFRASTRUCTURE_TTL, server + "."));
            }
            return found;
        }
        String rr = name.equals(domain.name())
                ? "@"
                : name.substring(0, name.length() - domain.name().length() - 1);
        for (String kind : new String[] {"CNAME", Type.string(type)}) {
            var set = new LineSet(rr, kind, DomainRecord.DEFAULT_LINE);
            List<DomainRecord> enabled =
                    domain.of(set).filter(DomainRecord::enabled).toList();
            for (DomainRecord each : domain.isWeighted(set) ? dice.one(enabled, DomainRecord::weight) : enabled) {
                found.add(record(name, kind, each.ttl(), value(each)));
            }
            if (!found.isEmpty()) {
                // Without weights one alias of several is answered; any one, and so the first.
                return kind.equals("CNAME") ? List.of(found.getFirst()) : found;
            }
        }
        return found;
    }

    private static String value(DomainRecord record) {
        return switch (record.type()) {
            case "MX" -> record.priority() + " " + dotted(record.value());
            case "CNAME", "NS" -> dotted(record.value());
            case "TXT" -> "\"" + record.value().replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
            default -> record.value();
        };
    }

    private static String dotted(String name) {
        return name.endsWith(".") ? name : name + ".";
    }

    private static Record record(String name, String type, long ttl, String value) throws IOException {
        String rdata = type.equals("CNAME") ? dotted(value) : value;
        return Record.fromString(Name.fromString(name, Name.root), Type.value(type), DClass.IN, ttl, rdata, Name.root);
    }

    private void negative(Message response, String name) throws IOException {
        Optional<Domain> domain = domain(name);
        if (domain.isEmpty()) {
            return;
        }
        boolean there = name.equals(domain.get().name())
                || !gtm.of(name).isEmpty()
                || domain.get().records().values().stream()
                        .map(record -> domain.get().nameOf(record.rr()))
                        .anyMatch(known -> known.equals(name) || known.endsWith("." + name));
        if (!there) {
            response.getHeader().setRcode(Rcode.NXDOMAIN);
        }
        response.addRecord(soa(domain.get()), Section.AUTHORITY);
    }

    private static SOARecord soa(Domain domain) throws IOException {
        Name server = Name.fromString(domain.dnsServers().getFirst(), Name.root);
        return new SOARecord(
                Name.fromString(domain.name(), Name.root),
                DClass.IN,
                NEGATIVE_TTL,
                server,
                Name.fromString("hostmaster.alidns.test", Name.root),
                1,
                3600,
                1200,
                INFRASTRUCTURE_TTL,
                NEGATIVE_TTL);
    }
}
