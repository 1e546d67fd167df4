package io.failoverd.dns.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSIDOption;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** The answers, as record literals: question, type, and all that comes back. */
class AnswersTest {
    private static final LocalDns DNS = SampleZones.decided();
    private static final Ask ASK = Ask.udp(DNS);
    private static final String SOA =
            " SOA ns1.gslb.example.com. hostmaster.gslb.example.com. 1800000000 3600 600 86400 5";
    private static final String NEGATIVE = "\nau gslb.example.com. 5" + SOA;

    static final List<Arguments> ANSWERS = List.of(
            of("a service", "api.gslb.example.com", "A", "NOERROR aa\nan api.gslb.example.com. 30 A 203.0.113.30"),
            of("its other family", "api.gslb.example.com", "AAAA", "NOERROR aa" + NEGATIVE),
            of(
                    "both families",
                    "www.gslb.example.com",
                    "AAAA",
                    "NOERROR aa\nan www.gslb.example.com. 30 AAAA" + " 2001:db8:0:0:0:0:0:10"),
            of(
                    "static beside a service",
                    "www.gslb.example.com",
                    "TXT",
                    "NOERROR aa\nan www.gslb.example.com. 300" + " TXT \"beside the service\""),
            of("other type at a service", "api.gslb.example.com", "MX", "NOERROR aa" + NEGATIVE),
            of("a service with no address", "empty.gslb.example.com", "A", "NOERROR aa" + NEGATIVE),
            of("a service before its first decision", "late.gslb.example.com", "A", "SERVFAIL"),
            of("... but its other types are known", "late.gslb.example.com", "TXT", "NOERROR aa" + NEGATIVE),
            of("below a service", "x.api.gslb.example.com", "A", "NXDOMAIN aa" + NEGATIVE),
            of(
                    "a wildcard service",
                    "t9.tenants.gslb.example.com",
                    "A",
                    "NOERROR aa\nan" + " t9.tenants.gslb.example.com. 30 A 203.0.113.40"),
            of("its other family", "t9.tenants.gslb.example.com", "AAAA", "NOERROR aa" + NEGATIVE),
            of("SOA", "gslb.example.com", "SOA", "NOERROR aa\nan gslb.example.com. 300" + SOA),
            of("SOA below the apex", "static.gslb.example.com", "SOA", "NOERROR aa" + NEGATIVE),
            of("NS with glue", "gslb.example.com", "NS", """
                        NOERROR aa
                        an gslb.example.com. 300 NS ns1.gslb.example.com.
                        an gslb.example.com. 300 NS ns2.gslb.example.com.
                        an gslb.example.com. 300 NS ns.other.net.
                        ad ns1.gslb.example.com. 300 A 198.51.100.1
                        ad ns2.gslb.example.com. 300 A 198.51.100.2
                        ad ns2.gslb.example.com. 300 AAAA 2001:db8:0:0:0:0:0:2"""),
            of("apex NODATA", "gslb.example.com", "A", "NOERROR aa" + NEGATIVE),
            of("static", "static.gslb.example.com", "A", "NOERROR aa\nan static.gslb.example.com. 300 A 192.0.2.9"),
            of(
                    "unknown type",
                    "unknown.gslb.example.com",
                    "TYPE65400",
                    "NOERROR aa\nan unknown.gslb.example.com." + " 300 TYPE65400 \\# 3 010203"),
            of("NXDOMAIN", "nothing.gslb.example.com", "A", "NXDOMAIN aa" + NEGATIVE),
            of("outside", "www.example.com", "A", "REFUSED"),
            of("the root", ".", "NS", "REFUSED"),
            of("empty non-terminal", "ent.gslb.example.com", "A", "NOERROR aa" + NEGATIVE),
            of("empty non-terminal, ANY", "b.ent.gslb.example.com", "ANY", "NOERROR aa" + NEGATIVE),
            of(
                    "wildcard",
                    "x.y.wild.gslb.example.com",
                    "A",
                    "NOERROR aa\nan x.y.wild.gslb.example.com. 300 A" + " 192.0.2.77"),
            of("wildcard NODATA", "x.wild.gslb.example.com", "MX", "NOERROR aa" + NEGATIVE),
            of("a name beside the wildcard", "host.wild.gslb.example.com", "TXT", "NOERROR aa" + NEGATIVE),
            of("below a name beside the wildcard", "a.host.wild.gslb.example.com", "A", "NXDOMAIN aa" + NEGATIVE),
            of(
                    "the wildcard itself",
                    "*.wild.gslb.example.com",
                    "A",
                    "NOERROR aa\nan *.wild.gslb.example.com. 300" + " A 192.0.2.77"),
            of("the wildcard's parent", "wild.gslb.example.com", "A", "NOERROR aa" + NEGATIVE),
            of("alias to a service", "alias2.gslb.example.com", "AAAA", """
                        NOERROR aa
                        an alias2.gslb.example.com. 300 CNAME alias.gslb.example.com.
                        an alias.gslb.example.com. 300 CNAME www.gslb.example.com.
                        an www.gslb.example.com. 30 AAAA 2001:db8:0:0:0:0:0:10"""),
            of("wildcard alias to a service", "q.toservice.gslb.example.com", "AAAA", """
                        NOERROR aa
                        an q.toservice.gslb.example.com. 300 CNAME www.gslb.example.com.
                        an www.gslb.example.com. 30 AAAA 2001:db8:0:0:0:0:0:10"""),
            of(
                    "alias asked for itself",
                    "alias.gslb.example.com",
                    "CNAME",
                    "NOERROR aa\nan alias.gslb.example.com." + " 300 CNAME www.gslb.example.com."),
            of(
                    "alias to NODATA",
                    "toempty.gslb.example.com",
                    "A",
                    "NOERROR aa\nan toempty.gslb.example.com. 300" + " CNAME empty.gslb.example.com." + NEGATIVE),
            of(
                    "alias to nothing",
                    "tonone.gslb.example.com",
                    "A",
                    "NXDOMAIN aa\nan tonone.gslb.example.com. 300" + " CNAME nothing.gslb.example.com." + NEGATIVE),
            of("alias to an undecided service", "tolate.gslb.example.com", "A", "SERVFAIL"),
            of(
                    "alias that leaves",
                    "away.gslb.example.com",
                    "A",
                    "NOERROR aa\nan away.gslb.example.com. 300 CNAME" + " www.elsewhere.org."),
            of("alias into another zone of ours", "tochild.gslb.example.com", "A", """
                        NOERROR aa
                        an tochild.gslb.example.com. 300 CNAME host.child.gslb.example.com.
                        an host.child.gslb.example.com. 60 A 192.0.2.200"""),
            of(
                    "alias into a delegation",
                    "tosub.gslb.example.com",
                    "A",
                    "NOERROR aa\nan tosub.gslb.example.com. 300" + " CNAME host.sub.gslb.example.com."),
            of("alias loop", "loop1.gslb.example.com", "A", """
                        NOERROR aa
                        an loop1.gslb.example.com. 300 CNAME loop2.gslb.example.com.
                        an loop2.gslb.example.com. 300 CNAME loop1.gslb.example.com."""),
            of("referral", "host.sub.gslb.example.com", "A", """
                        NOERROR
                        au sub.gslb.example.com. 300 NS ns.sub.gslb.example.com.
                        au sub.gslb.example.com. 300 NS ns.other.net.
                        ad ns.sub.gslb.example.com. 300 A 198.51.100.53"""),
            of("glue is no answer", "ns.sub.gslb.example.com", "A", """
                        NOERROR
                        au sub.gslb.example.com. 300 NS ns.sub.gslb.example.com.
                        au sub.gslb.example.com. 300 NS ns.other.net.
                        ad ns.sub.gslb.example.com. 300 A 198.51.100.53"""),
            of(
                    "DS at the cut is ours",
                    "sub.gslb.example.com",
                    "DS",
                    "NOERROR aa\nan sub.gslb.example.com. 300 DS 1"
                            + " 13 2 0000000000000000000000000000000000000000000000000000000000000000"),
            of("DNAME", "x.old.gslb.example.com", "A", """
                        NOERROR aa
                        an old.gslb.example.com. 300 DNAME new.gslb.example.com.
                        an x.old.gslb.example.com. 300 CNAME x.new.gslb.example.com.
                        an x.new.gslb.example.com. 300 A 192.0.2.31"""),
            of(
                    "the longest zone wins",
                    "missing.child.gslb.example.com",
                    "A",
                    "NXDOMAIN aa\nau"
                            + " child.gslb.example.com. 30 SOA ns1.gslb.example.com. hostmaster.example.com. 1800000000 2 3"
                            + " 4 30"),
            of(
                    "ANY",
                    "www.gslb.example.com",
                    "ANY",
                    "NOERROR aa\nan www.gslb.example.com. 3600 HINFO \"RFC8482\"" + " \"\""),
            of(
                    "ANY at an alias",
                    "alias.gslb.example.com",
                    "ANY",
                    "NOERROR aa\nan alias.gslb.example.com. 300" + " CNAME www.gslb.example.com."),
            of("ANY at nothing", "nothing.gslb.example.com", "ANY", "NXDOMAIN aa" + NEGATIVE),
            of("AXFR", "gslb.example.com", "AXFR", "REFUSED"),
            of("IXFR", "gslb.example.com", "IXFR", "REFUSED"),
            of("MAILB", "gslb.example.com", "MAILB", "NOTIMP"));

    private static Arguments of(String what, String name, String type, String expected) {
        return Arguments.of(what, name, type, expected);
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @FieldSource("ANSWERS")
    void answers(String what, String name, String type, String expected) {
        assertThat(ASK.text(name, Type.value(type))).as(what).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @FieldSource("ANSWERS")
    void tcpSaysTheSame(String what, String name, String type, String expected) {
        assertThat(Ask.tcp(DNS).text(name, Type.value(type))).as(what).isEqualTo(expected);
    }

    @Test
    void theQuestionComesBackAsItWasSent() throws IOException {
        for (String name : List.of("wWw.gSlB.ExAmPlE.cOm.", "StAtIc.gslb.Example.COM.", "NOTHING.gslb.example.com.")) {
            Message query = Ask.query(name, Type.A);
            Message response = ASK.message(query);
            assertThat(response.getQuestion().getName().toString()).isEqualTo(name);
            assertThat(response.getHeader().getID()).isEqualTo(4711);
            assertThat(response.getHeader().getFlag(Flags.RD)).isTrue();
            assertThat(response.getHeader().getFlag(Flags.RA)).isFalse();
            query.getHeader().unsetFlag(Flags.RD);
            assertThat(ASK.message(query).getHeader().getFlag(Flags.RD)).isFalse();
        }
    }

    @Test
    void everyAddressComesFirstForSomeClients() {
        Set<String> first = new HashSet<>();
        Set<String> viaAlias = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            first.add(firstAddress("www.gslb.example.com", 0));
            viaAlias.add(firstAddress("alias.gslb.example.com", 1));
        }
        assertThat(first).containsExactlyInAnyOrder("203.0.113.10", "203.0.113.20");
        assertThat(viaAlias).isEqualTo(first);
    }

    private static String firstAddress(String name, int index) {
        return ASK.message(name, Type.A).getSection(Section.ANSWER).get(index).rdataToString();
    }

    @Test
    void whatDoesNotFitIsAskedAgainOverTcp() {
        Message plain = ASK.message(SampleZones.MANY, Type.A);
        assertThat(Ask.show(plain)).isEqualTo("NOERROR aa tc");
        Message edns = ASK.message(withOpt(Ask.query(SampleZones.MANY, Type.A), 1232, 0, 0));
        assertThat(edns.getSection(Section.ANSWER)).hasSize(40);
        assertThat(Ask.show(ASK.message(withOpt(Ask.query(SampleZones.MANY, Type.A), 100, 0, 0))))
                .isEqualTo("NOERROR aa tc");
        assertThat(Ask.tcp(DNS).message(SampleZones.MANY, Type.A).getSection(Section.ANSWER))
                .hasSize(40);
    }

    @Test
    void aBigAnswerNeverExceedsOurUdpSizeWhateverTheClientOffers() {
        LocalDns dns = SampleZones.decided();
        String[] addresses = new String[100];
        for (int i = 0; i < addresses.length; i++) {
            addresses[i] = "203.0.113." + i;
        }
        SampleZones.publish(dns, SampleZones.MANY, 2, addresses);
        Message query = withOpt(Ask.query(SampleZones.MANY, Type.A), 65535, 0, 0);
        assertThat(Ask.show(Ask.udp(dns).message(query))).isEqualTo("NOERROR aa tc");
        assertThat(Ask.tcp(dns).message(query).getSection(Section.ANSWER)).hasSize(100);
    }

    @Test
    void ednsIsAnsweredWithEdnsAndOnlyThen() {
        assertThat(ASK.message("api.gslb.example.com", Type.A).getOPT()).isNull();
        for (String name : List.of("api.gslb.example.com", "static.gslb.example.com", "x.gslb.example.com", "org")) {
            OPTRecord opt = ASK.message(withOpt(Ask.query(name, Type.A), 4096, 0, ExtendedFlags.DO))
                    .getOPT();
            assertThat(opt.getPayloadSize()).isEqualTo(1232);
            assertThat(opt.getVersion()).isZero();
            assertThat(opt.getFlags()).isEqualTo(ExtendedFlags.DO);
            assertThat(opt.getOptions()).isEmpty();
        }
    }

    @Test
    void nsidIsToldToThoseWhoAsk() {
        Message query = withOpt(Ask.query("api.gslb.example.com", Type.A), 1232, 0, 0, new NSIDOption(new byte[0]));
        List<EDNSOption> options = ASK.message(query).getOPT().getOptions(EDNSOption.Code.NSID);
        assertThat(options).hasSize(1);
        assertThat(options.getFirst()).hasToString("{NSID: <6E6F64652D31>}");
    }

    @Test
    void unknownEdnsOptionsAreIgnoredAndUnknownVersionsAreNot() {
        Message option = withOpt(
                Ask.query("api.gslb.example.com", Type.A), 1232, 0, 0, new GenericEDNSOption(65001, new byte[] {1, 2}));
        assertThat(ASK.message(option).getSection(Section.ANSWER)).hasSize(1);
        Message version = ASK.message(withOpt(Ask.query("api.gslb.example.com", Type.A), 1232, 1, 0));
        assertThat(version.getRcode()).isEqualTo(Rcode.BADVERS);
        assertThat(version.getOPT().getVersion()).isZero();
        assertThat(version.getSection(Section.ANSWER)).isEmpty();
    }

    @Test
    void classChaosTellsTheIdentityAndNothingElse() throws IOException {
        assertThat(Ask.show(chaos("id.server."))).isEqualTo("NOERROR aa\nan id.server. 0 TXT node-1");
        assertThat(Ask.show(chaos("HOSTNAME.bind."))).isEqualTo("NOERROR aa\nan HOSTNAME.bind. 0 TXT node-1");
        assertThat(Ask.show(chaos("version.bind."))).isEqualTo("REFUSED");
    }

    private static Message chaos(String name) throws IOException {
        Message query = new Message(1);
        query.addRecord(Record.newRecord(Name.fromString(name), Type.TXT, DClass.CH), Section.QUESTION);
        return ASK.message(query);
    }

    private static Message withOpt(Message query, int payload, int version, int flags, EDNSOption... options) {
        query.addRecord(new OPTRecord(payload, 0, version, flags, List.of(options)), Section.ADDITIONAL);
        return query;
    }
}
