package io.failoverd.dns.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.dns.answer.Explanations;
import io.failoverd.dns.client.ClientLoadResult;
import io.failoverd.dns.client.ClientLoader;
import io.failoverd.dns.client.ClientRegion;
import io.failoverd.dns.client.ClientRegions;
import io.failoverd.dns.client.ClientSpec;
import io.failoverd.dns.model.DesiredRecords;
import io.failoverd.dns.model.Selection;
import io.failoverd.dns.model.WeightedAddress;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What clients of different regions get, over real sockets. */
class RegionalAnswersTest {
    private static final int QUERIES = 10_000;
    /** One part in a hundred is more than three standard deviations at ten thousand. */
    private static final int ONE_PERCENT = QUERIES / 100;

    private static final String HANGZHOU = "203.0.113.10";
    static final String SHANGHAI = "203.0.113.20";
    static final String SINGAPORE = "203.0.113.30";

    static final Selection NINETY_TO_TEN = selection(1, HANGZHOU, 90, SHANGHAI, 10);

    private final LiveServer server = LiveServer.started(TcpLimits.DEFAULT, clients(), Explanations.NONE);

    RegionalAnswersTest() {
        publish(2, NINETY_TO_TEN);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** The clients' prefixes, and one resolver of this machine in each region. */
    static ClientRegions clients() {
        return regions(
                new ClientRegion("cn-hangzhou", List.of("198.51.100.0/24", "2001:db8:1::/48", "127.0.0.21")),
                new ClientRegion("cn-shanghai", List.of("192.0.2.0/25", "127.0.0.22")),
                new ClientRegion("nobody-answers-for-it", List.of("192.0.2.128/25")));
    }

    static ClientRegions regions(ClientRegion... regions) {
        return switch (ClientLoader.load(new ClientSpec(List.of(regions), List.of()))) {
            case ClientLoadResult.Loaded loaded -> loaded.regions();
            case ClientLoadResult.Rejected rejected ->
                throw new AssertionError(rejected.problems().toString());
        };
    }

    private static Selection selection(int answers, Object... addressesAndWeights) {
        var weighted = Stream.iterate(0, i -> i < addressesAndWeights.length, i -> i + 2)
                .map(i -> new WeightedAddress(
                        InetAddress.ofLiteral((String) addressesAndWeights[i]), (int) addressesAndWeights[i + 1]))
                .toList();
        return new Selection(weighted, answers);
    }

    private void publish(long generation, Selection ofHangzhou) {
        publish(server.dns(), SampleZones.WWW, generation, ofHangzhou);
    }

    static void publish(LocalDns dns, String name, long generation, Selection ofHangzhou) {
        var byRegion = new TreeMap<>(Map.of(
                "cn-hangzhou", ofHangzhou,
                "cn-shanghai", selection(1, SHANGHAI, 1),
                "not-in-the-table", selection(1, HANGZHOU, 1)));
        dns.publisher()
                .publish(new DesiredRecords(
                        name,
                        generation,
                        Duration.ofSeconds(30),
                        selection(1, SINGAPORE, 1),
                        byRegion,
                        SampleZones.LOADED));
    }

    static Message query(String name, int type, EDNSOption... options) {
        Message query = Ask.query(name, type);
        query.addRecord(new OPTRecord(1232, 0, 0, 0, List.of(options)), Section.ADDITIONAL);
        return query;
    }

    static ClientSubnetOption subnet(String prefix) {
        String[] parts = prefix.split("/", 2);
        return new ClientSubnetOption(Integer.parseInt(parts[1]), InetAddress.ofLiteral(parts[0]));
    }

    private Message udp(String from, Message query) throws IOException {
        try (DatagramSocket socket = socket(from)) {
            return udp(socket, query);
        }
    }

    private static DatagramSocket socket(String from) throws IOException {
        DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
        socket.setSoTimeout(5000);
        return socket;
    }

    private Message udp(DatagramSocket socket, Message query) throws IOException {
        byte[] wire = query.toWire();
        socket.send(new DatagramPacket(wire, wire.length, server.address()));
        DatagramPacket reply = new DatagramPacket(new byte[4096], 4096);
        socket.receive(reply);
        return new Message(Arrays.copyOf(reply.getData(), reply.getLength()));
    }

    private Message tcp(String from, Message query) throws IOException {
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
            socket.connect(server.address(), 5000);
            socket.setSoTimeout(5000);
            byte[] wire = query.toWire();
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.writeShort(wire.length);
            out.write(wire);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] answer = new byte[in.readUnsignedShort()];
            in.readFully(answer);
            return new Message(answer);
        }
    }

    static String first(Message answer) {
        return answer.getSection(Section.ANSWER).stream()
                .filter(r -> r.getType() == Type.A)
                .map(Record::rdataToString)
                .findFirst()
                .orElse("none");
    }

    static String echoed(Message answer) {
        OPTRecord opt = answer.getOPT();
        if (opt == null) {
            return "no EDNS";
        }
        return opt.getOptions(EDNSOption.Code.CLIENT_SUBNET).stream()
                .map(ClientSubnetOption.class::cast)
                .map(o -> o.getAddress().getHostAddress() + "/" + o.getSourcePrefixLength() + "/"
                        + o.getScopePrefixLength())
                .reduce("", String::concat);
    }

    private Map<String, Integer> ask(int times, String from, Message query) throws IOException {
        Map<String, Integer> counts = new TreeMap<>();
        try (DatagramSocket socket = socket(from)) {
            for (int i = 0; i < times; i++) {
                counts.merge(first(udp(socket, query)), 1, Integer::sum);
            }
        }
        return counts;
    }

    @Test
    void ninetyToTenHoldsUntilTheRegionIsOut() throws IOException {
        Message hangzhou = query(SampleZones.WWW, Type.A, subnet("198.51.100.0/24"));
        Map<String, Integer> before = ask(QUERIES, "127.0.0.1", hangzhou);
        assertThat(before.keySet()).containsExactly(HANGZHOU, SHANGHAI);
        assertThat(before.get(HANGZHOU)).isBetween(9000 - ONE_PERCENT, 9000 + ONE_PERCENT);
        publish(3, selection(1, SHANGHAI, 100));
        assertThat(ask(QUERIES, "127.0.0.1", hangzhou)).isEqualTo(Map.of(SHANGHAI, QUERIES));
        publish(4, NINETY_TO_TEN);
        assertThat(ask(1000, "127.0.0.1", hangzhou)).hasSize(2);
    }

    @Test
    void twoOfThreeComeFirstInTheirShares() throws IOException {
        publish(3, selection(2, HANGZHOU, 50, SHANGHAI, 30, SINGAPORE, 20));
        Message hangzhou = query(SampleZones.WWW, Type.A, subnet("198.51.100.0/24"));
        Map<String, Integer> first = ask(QUERIES, "127.0.0.1", hangzhou);
        assertThat(first.get(HANGZHOU)).isCloseTo(5000, org.assertj.core.data.Offset.offset(2 * ONE_PERCENT));
        assertThat(first.get(SHANGHAI)).isCloseTo(3000, org.assertj.core.data.Offset.offset(2 * ONE_PERCENT));
        assertThat(udp("127.0.0.1", hangzhou).getSection(Section.ANSWER)).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, " + SINGAPORE, "127.0.0.22, " + SHANGHAI, "127.0.0.23, " + SINGAPORE})
    void withoutASubnetTheResolversAddressDecides(String from, String address) throws IOException {
        for (String name : List.of(SampleZones.WWW, "alias.gslb.example.com")) {
            Message plain = Ask.query(name, Type.A);
            assertThat(first(udp(from, plain))).isEqualTo(address);
            assertThat(echoed(udp(from, plain))).isEqualTo("no EDNS");
            assertThat(first(tcp(from, plain))).isEqualTo(address);
            assertThat(echoed(udp(from, query(name, Type.A)))).isEmpty();
            Message nobody = query(name, Type.A, subnet("0.0.0.0/0"));
            assertThat(first(udp(from, nobody))).isEqualTo(address);
            assertThat(echoed(udp(from, nobody))).isEqualTo("0.0.0.0/0/0");
        }
    }

    @Test
    void aResolverOfHangzhouGetsItsShares() throws IOException {
        Map<String, Integer> counts = ask(QUERIES, "127.0.0.21", Ask.query(SampleZones.WWW, Type.A));
        assertThat(counts.get(HANGZHOU)).isBetween(9000 - ONE_PERCENT, 9000 + ONE_PERCENT);
        assertThat(counts.keySet()).containsExactly(HANGZHOU, SHANGHAI);
    }

    @Test
    void aReloadMovesClientsAndKeepsWhatNamesAnswer() throws IOException {
        Message query = query(SampleZones.WWW, Type.A, subnet("192.0.2.0/24"));
        server.dns().replaceZones(SampleZones.zones(), ClientRegions.NONE, SampleZones.LOADED);
        assertThat(first(udp("127.0.0.1", query))).isEqualTo(SINGAPORE);
        assertThat(echoed(udp("127.0.0.1", query))).isEqualTo("192.0.2.0/24/0");
        ClientRegions swapped = regions(
                new ClientRegion("other", List.of("10.0.0.0/8")),
                new ClientRegion("not-in-the-table", List.of("192.0.2.0/24")));
        server.dns().replaceZones(SampleZones.zones(), swapped, SampleZones.LOADED);
        assertThat(first(udp("127.0.0.1", query))).isEqualTo(HANGZHOU);
        assertThat(echoed(udp("127.0.0.1", query))).isEqualTo("192.0.2.0/24/24");
        server.dns().replaceZones(SampleZones.zones(), clients(), SampleZones.LOADED);
        assertThat(first(udp("127.0.0.1", query))).isEqualTo(SHANGHAI);
    }
}
