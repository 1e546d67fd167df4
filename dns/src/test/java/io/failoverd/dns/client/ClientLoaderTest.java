package io.failoverd.dns.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Places become a table, or problems in words. */
class ClientLoaderTest {
    private static final long SEED = 7_871;

    @TempDir
    private Path directory;

    private static ClientRegion region(String name, String... places) {
        return new ClientRegion(name, List.of(places));
    }

    private static ClientRegions loaded(ClientLoadResult result) {
        return switch (result) {
            case ClientLoadResult.Loaded loaded -> loaded.regions();
            case ClientLoadResult.Rejected rejected ->
                throw new AssertionError(rejected.problems().toString());
        };
    }

    private static List<String> problems(ClientLoadResult result) {
        return switch (result) {
            case ClientLoadResult.Loaded loaded -> List.of();
            case ClientLoadResult.Rejected rejected ->
                rejected.problems().stream().map(ClientProblem::toString).toList();
        };
    }

    private static ClientRegions networks(ClientRegion... regions) {
        return loaded(ClientLoader.load(new ClientSpec(List.of(regions), List.of())));
    }

    private static String show(ClientRegions regions, String address) {
        InetAddress client = InetAddress.ofLiteral(address);
        return regions.nameOf(client).orElse("-") + "/" + ClientRegions.scope(regions.locate(client));
    }

    @ParameterizedTest
    @CsvSource({
        "198.51.100.77, hangzhou/24",
        "198.51.101.1, -/24",
        "203.0.113.9, hangzhou/27",
        "203.0.113.40, shanghai/30",
        "203.0.113.43, shanghai/30",
        "203.0.113.44, hangzhou/30",
        "203.0.113.200, hangzhou/25",
        "8.8.8.8, -/1",
        "255.255.255.255, -/3",
        "192.0.2.1, shanghai/32",
        "2001:db8::1, hangzhou/33",
        "2001:db8:8000::1, shanghai/33",
        "2001:db9::1, -/32",
        "::1, -/3",
    })
    void theLongestPrefixWinsAndTheScopeIsTheWidestThatIsTrue(String address, String expected) {
        ClientRegions regions = networks(
                region("hangzhou", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32"),
                region("shanghai", "203.0.113.40/30", "192.0.2.1", "2001:db8:8000::/33"));
        assertThat(show(regions, address)).isEqualTo(expected);
    }

    @Test
    void nobodyIsAnywhereWithoutRegions() {
        for (String address : List.of("0.0.0.0", "255.255.255.255", "::", "ffff:ffff::")) {
            assertThat(show(ClientRegions.NONE, address)).isEqualTo("-/0");
        }
        ClientRegions all = networks(region("v4", "0.0.0.0/0"), region("v6", "::/0"));
        assertThat(show(all, "203.0.113.1")).isEqualTo("v4/0");
        assertThat(show(all, "2001:db8::")).isEqualTo("v6/0");
        assertThat(all.ranges()).isEqualTo(2);
    }

    /** The table against a list that is searched from one end to the other. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void agreesWithASearchThroughTheList(boolean ipv4) {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int round = 0; round < 60; round++) {
            Map<Place.Network, Integer> networks = new HashMap<>();
            String[][] places = new String[3][0];
            for (int i = 0; i < 40; i++) {
                int prefix = random.nextInt(ipv4 ? 33 : 129);
                Bits first = address(random, ipv4).first(prefix);
                Place.Network network = new Place.Network(first, prefix, ipv4);
                int region = random.nextInt(3);
                if (networks.putIfAbsent(network, region + 1) == null) {
                    places[region] = Arrays.copyOf(places[region], places[region].length + 1);
                    places[region][places[region].length - 1] =
                            java(first, ipv4).getHostAddress() + "/" + prefix;
                }
            }
            ClientRegions regions = networks(region("a", places[0]), region("b", places[1]), region("c", places[2]));
            for (int i = 0; i < 200; i++) {
                Bits at = address(random, ipv4);
                int located = regions.locate(ipv4, at.hi(), at.lo());
                assertThat(ClientRegions.region(located))
                        .as("round %d, %s", round, java(at, ipv4))
                        .isEqualTo(search(networks, at));
                checkScope(regions, ipv4, at, located, random);
            }
        }
    }

    /** All in the scope are in the region; the network twice as wide holds one that is not. */
    private static void checkScope(ClientRegions regions, boolean ipv4, Bits at, int located, SplittableRandom random) {
        int scope = ClientRegions.scope(located);
        assertThat(scope).isLessThanOrEqualTo(ipv4 ? 32 : 128);
        Bits first = at.first(scope);
        Bits last = at.last(scope);
        Bits noise = address(random, ipv4);
        Bits inside = new Bits(
                first.hi() | (noise.hi() & ~Bits.mask(scope, 0)), first.lo() | (noise.lo() & ~Bits.mask(scope, 64)));
        for (Bits other : List.of(first, inside, last)) {
            Bits address = ipv4 ? other.first(32) : other;
            assertThat(regions.locate(ipv4, address.hi(), address.lo())).isEqualTo(located);
        }
        if (scope > 0) {
            Bits wide = at.first(scope - 1);
            Bits wideLast = ipv4 ? at.last(scope - 1).first(32) : at.last(scope - 1);
            boolean sameEnds = regions.locate(ipv4, wide.hi(), wide.lo()) == located
                    && regions.locate(ipv4, wideLast.hi(), wideLast.lo()) == located;
            assertThat(sameEnds).isFalse();
        }
    }

    private static int search(Map<Place.Network, Integer> networks, Bits at) {
        int best = -1;
        int region = ClientRegions.UNKNOWN;
        for (Map.Entry<Place.Network, Integer> entry : networks.entrySet()) {
            Place.Network network = entry.getKey();
            if (network.prefix() > best && at.first(network.prefix()).equals(network.first())) {
                best = network.prefix();
                region = entry.getValue();
            }
        }
        return region;
    }

    /** Half of them near each other, so that prefixes meet. */
    private static Bits address(SplittableRandom random, boolean ipv4) {
        long hi = random.nextBoolean() ? random.nextLong() : random.nextLong() & 0x0303_0300_0000_0000L;
        return ipv4 ? new Bits(hi, 0).first(32) : new Bits(hi, random.nextLong());
    }

    private static InetAddress java(Bits bits, boolean ipv4) {
        byte[] octets = new byte[ipv4 ? 4 : 16];
        for (int i = 0; i < octets.length; i++) {
            octets[i] = (byte) (i < 8 ? bits.hi() >>> (56 - 8 * i) : bits.lo() >>> (120 - 8 * i));
        }
        try {
            InetAddress address = InetAddress.getByAddress(octets);
            return !ipv4 && address instanceof Inet4Address ? InetAddress.ofLiteral("::") : address;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static final List<Arguments> BAD = List.of(
            Arguments.of(
                    "203.0.113.1/24",
                    "203.0.113.1/24: the address has bits behind the prefix; is it the prefix that" + " is wrong?"),
            Arguments.of("203.0.113.0/33", "203.0.113.0/33: the prefix is longer than 32"),
            Arguments.of("2001:db8::/129", "2001:db8::/129: the prefix is longer than 128"),
            Arguments.of("10.1/16", "10.1/16: write an IPv4 address as four numbers with dots between them"),
            Arguments.of(
                    "::ffff:192.0.2.1",
                    "::ffff:192.0.2.1: write an IPv4 address as four numbers with dots between them"),
            Arguments.of("300.0.0.0/8", "300.0.0.0/8: 300.0.0.0 is not an address"),
            Arguments.of("1:2/8", "1:2/8: 1:2 is not an address"),
            Arguments.of("CN", "CN needs a database"),
            Arguments.of("continent:as", "continent:AS needs a database"),
            Arguments.of("as4134", "AS4134 needs a database"),
            Arguments.of("AS4294967296", "'AS4294967296' is not a place: write a network (198.51.100.0/24,"),
            Arguments.of("China", "'China' is not a place: write a network (198.51.100.0/24,"),
            Arguments.of("", "'' is not a place: write a network (198.51.100.0/24,"));

    @ParameterizedTest
    @FieldSource("BAD")
    void aBadPlaceIsToldWithItsRegion(String place, String expected) {
        assertThat(problems(ClientLoader.load(new ClientSpec(List.of(region("hz", place)), List.of()))))
                .singleElement()
                .asString()
                .startsWith("client region hz: " + expected);
    }

    @Test
    void contradictionsAndDuplicatesAreToldAllAtOnce() {
        ClientLoadResult result = ClientLoader.load(new ClientSpec(
                List.of(
                        region("hz", "203.0.113.0/24", "203.0.113.0/24", "CN-ZJ"),
                        region("sh", "203.0.113.0/24", "cn-zj"),
                        region("sh", "2001:db8:0::/48"),
                        region("", "2001:db8::/48"),
                        region("empty")),
                List.of(directory.resolve("none.mmdb"), directory)));
        assertThat(problems(result))
                .containsExactly(
                        "client region hz: 203.0.113.0/24 is listed twice",
                        "client region sh: 203.0.113.0/24 is also in client region hz",
                        "client region sh: cn-zj is also in client region hz",
                        "client region sh: is defined twice",
                        "client regions: a region has no name",
                        "client region : 2001:db8::/48 is also in client region sh",
                        "client region empty: lists no place",
                        directory.resolve("none.mmdb") + ": does not exist",
                        directory + ": is not a file");
    }

    private Path database(String name, MaxMindFile file) {
        return write(name, file.bytes());
    }

    private Path write(String name, byte[] bytes) {
        try {
            return Files.write(directory.resolve(name), bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static MaxMindFile cities(int recordBits) {
        return new MaxMindFile(recordBits, true)
                .add("10.1.0.0/16", MaxMindFile.city("AS", "CN", "ZJ"))
                .add("10.2.0.0/16", MaxMindFile.city("AS", "CN", "SH"))
                .add("10.3.0.0/16", MaxMindFile.city("AS", "CN"))
                .add("10.4.0.0/15", MaxMindFile.city("AS", "SG"))
                .add("10.6.0.0/16", MaxMindFile.city("EU", "GB", "ENG", "LND"))
                .add("2001:db8::/33", MaxMindFile.city("AS", "CN", "ZJ"))
                .add("2001:db8:8000::/33", MaxMindFile.city("EU", "DE"));
    }

    private static MaxMindFile systems() {
        return new MaxMindFile(24, false)
                .add("10.2.128.0/17", MaxMindFile.system(4134))
                .add("10.3.0.0/24", MaxMindFile.system(4_200_000_000L));
    }

    @ParameterizedTest
    @ValueSource(ints = {24, 28, 32})
    void databasesAndNetworksTogether(int recordBits) {
        List<Path> files = List.of(database("city.mmdb", cities(recordBits)), database("asn.mmdb", systems()));
        ClientRegions regions = loaded(ClientLoader.load(new ClientSpec(
                List.of(
                        region("hz", "CN-ZJ", "AS4134", "10.4.7.0/24"),
                        region("cn", "CN"),
                        region("asia", "continent:AS", "AS4200000000", "10.1.9.0/24"),
                        region("london", "GB-LND"),
                        region("eu", "continent:EU", "GB-ENG")),
                files)));
        Map<String, String> expected = Map.ofEntries(
                Map.entry("10.1.0.1", "hz/21"),
                Map.entry("10.1.9.1", "asia/24"),
                Map.entry("10.2.1.1", "cn/17"),
                Map.entry("10.2.200.1", "hz/17"),
                Map.entry("10.3.0.1", "asia/24"),
                Map.entry("10.3.1.1", "cn/24"),
                Map.entry("10.4.7.9", "hz/24"),
                Map.entry("10.5.0.0", "asia/16"),
                Map.entry("10.6.1.1", "london/16"),
                Map.entry("10.7.0.1", "-/16"),
                Map.entry("2001:db8::1", "hz/33"),
                Map.entry("2001:db8:8000::1", "eu/33"),
                Map.entry("2001:db7::1", "-/29"));
        expected.forEach(
                (address, at) -> assertThat(show(regions, address)).as(address).isEqualTo(at));
    }

    @Test
    void ofTwoDatabasesTheFirstIsBelieved() {
        Path one = database("one.mmdb", new MaxMindFile(24, false).add("10.0.0.0/9", MaxMindFile.city("AS", "CN")));
        Path two = database("two.mmdb", new MaxMindFile(24, false).add("10.0.0.0/8", MaxMindFile.city("AS", "SG")));
        ClientRegions regions = loaded(
                ClientLoader.load(new ClientSpec(List.of(region("c", "CN"), region("s", "SG")), List.of(one, two))));
        assertThat(show(regions, "10.1.1.1")).isEqualTo("c/9");
        assertThat(show(regions, "10.129.1.1")).isEqualTo("s/9");
    }

    @Test
    void aPlaceThatNoDatabaseKnowsIsAWarning() {
        ClientLoadResult result = ClientLoader.load(new ClientSpec(
                List.of(region("hz", "CN-33", "CN", "AS1", "XX", "EU")), List.of(database("c.mmdb", cities(28)))));
        assertThat(result).isInstanceOf(ClientLoadResult.Loaded.class);
        assertThat(((ClientLoadResult.Loaded) result).warnings())
                .extracting(ClientProblem::toString)
                .containsExactly(
                        "client region hz: no database has autonomous systems",
                        "client region hz: no database has CN-33; it has CN-SH, CN-ZJ",
                        "client region hz: no database has EU; the continent is continent:EU",
                        "client region hz: no database has XX");
    }

    @Test
    void aDamagedDatabaseIsAProblemWhereverItIsDamaged() {
        byte[] whole = cities(28).bytes();
        ClientRegion region = region("hz", "CN-ZJ");
        SplittableRandom random = new SplittableRandom(SEED);
        int rejected = 0;
        for (int round = 0; round < 400; round++) {
            byte[] broken = whole.clone();
            if (round % 2 == 0) {
                broken = Arrays.copyOf(whole, random.nextInt(whole.length));
            } else {
                for (int i = 0; i < 20; i++) {
                    broken[random.nextInt(whole.length)] = (byte) random.nextInt();
                }
            }
            Path file = write("broken.mmdb", broken);
            // A value in any case; some flipped bits only move a network.
            List<String> problems = problems(ClientLoader.load(new ClientSpec(List.of(region), List.of(file))));
            assertThat(problems).as("round %d", round).allMatch(p -> p.startsWith(file.toString()));
            rejected += problems.isEmpty() ? 0 : 1;
            assertThat(round % 2 == 1 || !problems.isEmpty())
                    .as("cut off, round %d", round)
                    .isTrue();
        }
        assertThat(rejected).isGreaterThan(300);
        Path text = write("text.mmdb", "not a database".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        assertThat(problems(ClientLoader.load(new ClientSpec(List.of(region), List.of(text)))))
                .singleElement()
                .asString()
                .contains("cannot be read as a MaxMind-format database");
    }

    @Test
    void aDatabaseOfSomethingElseIsAProblem() {
        Path isp = database("isp.mmdb", new MaxMindFile(24, false).add("10.0.0.0/8", Map.of("isp", "An Operator")));
        assertThat(problems(ClientLoader.load(new ClientSpec(List.of(region("c", "CN")), List.of(isp)))))
                .containsExactly(isp + ": names no countries, subdivisions, continents or autonomous systems");
    }
}
