package io.failoverd.daemon.config;

import io.failoverd.daemon.config.yaml.Section;
import io.failoverd.daemon.config.yaml.Value;
import io.failoverd.daemon.config.yaml.Yaml;
import io.failoverd.probes.TextMatcher;
import io.failoverd.probes.model.Assertion;
import io.failoverd.probes.model.JsonScalar;
import io.failoverd.probes.model.TextTest;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what a check expects of an answer: {@code http.expect}. */
final class ExpectReader {
    /** RFC 6901, section 3. */
    private static final Pattern POINTER = Pattern.compile("(/([^~/]|~[01])*)*");

    private static final int MAX_POINTER = 1024;

    /** What is looked for in an answer; the answer itself may be 256 KiB. */
    private static final int MAX_TEXT = 4096;

    private static final List<String> TESTS = List.of("contains", "matches", "equals");

    private ExpectReader() {}

    static List<Assertion> read(@Nullable Value value) {
        List<Assertion> all = new ArrayList<>();
        if (value == null) {
            return all;
        }
        for (Value item : value.items(Assertion.MAX)) {
            Assertion one = assertion(item.section(Vocabulary.EXPECT));
            if (one != null) {
                all.add(one);
            }
        }
        return all;
    }

    /** What a text without headers must show; null, and problems, where nothing is meant. */
    static @Nullable TextTest text(@Nullable Value value) {
        if (value == null) {
            return null;
        }
        Section section = value.section(Vocabulary.TCP_EXPECT);
        if (section.has("contains") && section.has("matches")) {
            section.at("matches").error("there is contains and matches", "keep one");
            return null;
        }
        if (!section.has("contains") && !section.has("matches") && !section.isStandIn()) {
            section.self().error("does not say what is expected", "write contains or matches");
        }
        String test = section.has("matches") ? "matches" : "contains";
        return section.has(test) ? text(section, test) : null;
    }

    private static @Nullable Assertion assertion(Section section) {
        List<String> tests = TESTS.stream()
                .filter(key -> section.has(key) || section.isNull(key))
                .toList();
        if (tests.size() > 1) {
            section.at(tests.getLast())
                    .error("there is " + String.join(" and ", tests) + " in one item", "make two items of it");
            return null;
        }
        if (section.has("header") && section.has("json")) {
            section.at("json").error("there is header and json in one item", "make two items of it");
            return null;
        }
        boolean negated = section.flag("not", false);
        String test = tests.isEmpty() ? "" : tests.getFirst();
        if (section.has("json")) {
            return json(section, test, negated);
        }
        if (section.has("header")) {
            return header(section, test, negated);
        }
        if (test.equals("equals")) {
            section.at("equals")
                    .error("compares a header or a json value, and no whole body", "write contains or matches");
        } else if (!test.isEmpty()) {
            TextTest text = text(section, test);
            return text == null ? null : new Assertion.Body(text, negated);
        } else if (!section.isStandIn()) {
            section.self().error("does not say what is expected", "write contains, matches, header or json");
        }
        return null;
    }

    private static @Nullable Assertion header(Section section, String test, boolean negated) {
        String name = HeaderNames.read(section.get("header"));
        TextTest text = test.isEmpty() ? null : text(section, test);
        boolean broken = name == null || (text == null && !test.isEmpty());
        return broken ? null : new Assertion.Header(name == null ? "" : name, text, negated);
    }

    private static @Nullable Assertion json(Section section, String test, boolean negated) {
        Value value = section.at("json");
        String pointer = value.text("a JSON Pointer");
        if (pointer == null) {
            return null;
        }
        if (pointer.length() > MAX_POINTER || !POINTER.matcher(pointer).matches()) {
            value.error(
                    Yaml.Scalar.quoted(pointer) + " is not a JSON Pointer (RFC 6901)",
                    "write /status, or /checks/0/name for what lies deeper");
            return null;
        }
        if (section.isNull("equals")) {
            return new Assertion.Json(pointer, new JsonScalar.Null(), negated);
        }
        if (!test.equals("equals")) {
            section.at(test.isEmpty() ? "json" : test)
                    .error(
                            "a json value is compared with equals",
                            "write equals: and a text, a number, true, false or null");
            return null;
        }
        JsonScalar expected = scalar(section.at("equals"));
        return expected == null ? null : new Assertion.Json(pointer, expected, negated);
    }

    private static @Nullable JsonScalar scalar(Value value) {
        if (!(value.yaml() instanceof Yaml.Scalar scalar)) {
            value.error(
                    "is " + value.yaml().described() + " where one value is expected",
                    "write a text, a number, true, false or null");
            return null;
        }
        return switch (scalar.kind()) {
            case TEXT -> new JsonScalar.Text(scalar.text());
            case BOOLEAN -> new JsonScalar.Bool(Boolean.parseBoolean(scalar.text()));
            case NULL -> new JsonScalar.Null();
            case INTEGER, FLOAT -> number(value, scalar);
        };
    }

    private static @Nullable JsonScalar number(Value value, Yaml.Scalar scalar) {
        if (scalar.text().matches("-?[0-9]{1,30}(\\.[0-9]{1,30})?")) {
            return new JsonScalar.Numeric(new BigDecimal(scalar.text()));
        }
        value.error(scalar.described() + " is not written as JSON would", "write digits, with a point if need be");
        return null;
    }

    private static @Nullable TextTest text(Section section, String test) {
        Value value = section.at(test);
        String text = value.text();
        if (text == null) {
            return null;
        }
        if (text.length() > MAX_TEXT) {
            value.error("is longer than " + MAX_TEXT + " characters", "shorten it");
            return null;
        }
        if (!test.equals("matches")) {
            return test.equals("equals") ? new TextTest.Equals(text) : new TextTest.Contains(text);
        }
        return pattern(value, text) ? new TextTest.Matches(text) : null;
    }

    private static boolean pattern(Value value, String text) {
        String problem = TextMatcher.problem(text);
        if (!problem.isEmpty()) {
            value.error(
                    Yaml.Scalar.quoted(text) + " is not a pattern: " + problem,
                    "use the syntax of RE2, without look-around and back references");
        }
        return problem.isEmpty();
    }
}
