package io.failoverd.daemon.core.pool;

import io.failoverd.dns.model.Selection;
import io.failoverd.dns.model.WeightedAddress;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Eligible endpoints and policies in a line, for tables: {@code a:hz*50@25 b:sh^2 c:sh/6}; weight, level, tier, IPv6. */
final class Pools {
    private static final Pattern ENDPOINT =
            Pattern.compile("(\\w):?(\\w*)(?:\\*(\\d+))?(?:@(\\d+))?(?:\\^(\\d+))?(/6)?");

    private Pools() {}

    static List<Eligible> eligible(String line) {
        var eligible = new ArrayList<Eligible>();
        for (String token : line == null ? new String[0] : line.trim().split("\\s+", -1)) {
            Matcher matcher = ENDPOINT.matcher(token);
            if (!matcher.matches()) {
                throw new IllegalArgumentException(token);
            }
            eligible.add(new Eligible(
                    matcher.group(1),
                    matcher.group(2),
                    address(matcher.group(1), matcher.group(6) != null),
                    number(matcher.group(3), 100),
                    number(matcher.group(5), 1),
                    number(matcher.group(4), 100)));
        }
        return eligible;
    }

    private static int number(String digits, int otherwise) {
        return digits == null ? otherwise : Integer.parseInt(digits);
    }

    /** Its last number is the letter's code. */
    static InetAddress address(String endpoint, boolean six) {
        int code = endpoint.charAt(0);
        return InetAddress.ofLiteral(six ? "2001:db8::" + Integer.toHexString(code) : "203.0.113." + code);
    }

    static String name(InetAddress address) {
        byte[] bytes = address.getAddress();
        return Character.toString(bytes[bytes.length - 1]);
    }

    /** {@code hz=hz:90,sh:10>sh,bj sh=...}. */
    static Map<String, PoolPolicy.ClientRule> clients(String line) {
        var clients = new LinkedHashMap<String, PoolPolicy.ClientRule>();
        for (String token : line.trim().split("\\s+", -1)) {
            String[] sides = token.split("[=>]", -1);
            var distribution = new LinkedHashMap<String, Integer>();
            for (String part : sides[1].split(",", -1)) {
                distribution.put(part.split(":", -1)[0], Integer.parseInt(part.split(":", -1)[1]));
            }
            clients.put(
                    sides[0],
                    new PoolPolicy.ClientRule(
                            distribution, sides.length < 3 ? List.of() : List.of(sides[2].split(",", -1))));
        }
        return clients;
    }

    /** {@code a9 b1}; with more than one in a response, {@code a9 b1 x2}. */
    static String weights(Selection selection) {
        if (selection.addresses().isEmpty()) {
            return "none";
        }
        return selection.addresses().stream()
                        .map(one -> name(one.address()) + one.weight())
                        .collect(Collectors.joining(" "))
                + (selection.answers() == 1 ? "" : " x" + selection.answers());
    }

    /** Among those of its family. */
    static double share(Selection selection, InetAddress address) {
        long sum = 0;
        long own = 0;
        for (WeightedAddress one : selection.addresses()) {
            if (one.address().getClass() == address.getClass()) {
                sum += one.weight();
                own += one.address().equals(address) ? one.weight() : 0;
            }
        }
        return sum == 0 ? 0 : (double) own / sum;
    }

    static String reasons(Apportionment apportionment) {
        return apportionment.allotments().stream()
                .map(one -> one.endpoint() + " " + one.reason().text())
                .collect(Collectors.joining(" | "));
    }
}
