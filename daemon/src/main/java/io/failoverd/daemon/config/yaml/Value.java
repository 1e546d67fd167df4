package io.failoverd.daemon.config.yaml;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A node of the tree, the path that leads to it, and where its problems go. Readers never throw: they report, and give
 * a stand-in or null, so that one load finds everything.
 */
public record Value(Yaml yaml, String path, Report report) {
    /** More names than this are no help to anybody. */
    private static final int MAX_LISTED = 30;

    private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9]{1,15}(\\.[0-9]{1,15})?");

    /** An entry of a map whose keys are names that the operator chose. */
    public record Named(String name, Value key, Value value) {}

    /** The root of a file. */
    public static Value root(Yaml yaml, Report report) {
        return new Value(yaml, "", report);
    }

    public Place place() {
        return yaml.place();
    }

    public void error(String text) {
        report.error(place(), path, text, null);
    }

    public void error(String text, @Nullable String fix) {
        report.error(place(), path, text, fix);
    }

    public void warning(String text, @Nullable String fix) {
        report.warning(place(), path, text, fix);
    }

    /** A problem here that is not reported yet. */
    public Problem problem(Problem.Severity severity, String text, @Nullable String fix) {
        return report.problem(severity, place(), path, text, fix);
    }

    /** Says that a name stands for nothing, and what was meant. */
    public void unknown(String what, Collection<String> known, String written) {
        boolean shown = !known.isEmpty() && (known.size() <= MAX_LISTED || Suggestion.nearest(known, written) != null);
        error(
                "there is no " + what + " " + Yaml.Scalar.quoted(written),
                shown ? Suggestion.among(known, written) : null);
    }

    /** A key below this one that is not written, for what is to be said about it. */
    public Value below(String key) {
        return new Value(yaml, child(key), report);
    }

    public boolean isText() {
        return yaml instanceof Yaml.Scalar;
    }

    public boolean isEmptyList() {
        return yaml instanceof Yaml.Sequence sequence && sequence.items().isEmpty();
    }

    public boolean isMap() {
        return yaml instanceof Yaml.Mapping;
    }

    /** The text of a scalar that means text. */
    public @Nullable String text() {
        if (!(yaml instanceof Yaml.Scalar scalar)) {
            error("is " + yaml.described() + " where text is expected");
            return null;
        }
        if (scalar.kind() != Yaml.Kind.TEXT) {
            error("is " + yaml.described() + " where text is expected", "write \"" + scalar.text() + "\"");
            return null;
        }
        if (scalar.text().isBlank()) {
            error("is empty");
            return null;
        }
        return scalar.text();
    }

    /** As {@link #text}, with messages that do not repeat what may be a secret in the wrong place. */
    public @Nullable String secretReference() {
        if (yaml instanceof Yaml.Scalar scalar
                && scalar.kind() == Yaml.Kind.TEXT
                && !scalar.text().isBlank()) {
            return scalar.text();
        }
        error("is not a text that says where the secret is");
        return null;
    }

    public int integer(int fallback, int least, int most) {
        if (!(yaml instanceof Yaml.Scalar scalar) || !scalar.text().matches("[-+]?[0-9]{1,18}")) {
            error(
                    "is " + yaml.described() + " where a whole number is expected",
                    "write one from " + least + " to " + most);
            return fallback;
        }
        if (scalar.kind() != Yaml.Kind.INTEGER) {
            error("is text where a whole number is expected", "remove the quotes");
            return fallback;
        }
        long number = Long.parseLong(scalar.text());
        if (number < least || number > most) {
            error(number + " is out of range", "write a number from " + least + " to " + most);
            return fallback;
        }
        return (int) number;
    }

    /** A number, whole or not, within the limits; {@code fallback}, and a problem, when it is none. */
    public double number(double fallback, double least, double most) {
        if (!(yaml instanceof Yaml.Scalar scalar)
                || !NUMBER.matcher(scalar.text()).matches()) {
            error("is " + yaml.described() + " where a number is expected", oneFrom(least, most));
            return fallback;
        }
        if (scalar.kind() == Yaml.Kind.TEXT) {
            error("is text where a number is expected", "remove the quotes");
            return fallback;
        }
        double number = Double.parseDouble(scalar.text());
        if (number < least || number > most) {
            error(scalar.text() + " is out of range", oneFrom(least, most));
            return fallback;
        }
        return number;
    }

    /** For a problem alone: the JDK's decimals take 40 ms to be ready, and a daemon that starts would wait for them. */
    private static String oneFrom(double least, double most) {
        return "write one from " + plain(least) + " to " + plain(most);
    }

    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    public boolean flag(boolean fallback) {
        if (yaml instanceof Yaml.Scalar scalar && scalar.kind() == Yaml.Kind.BOOLEAN) {
            return Boolean.parseBoolean(scalar.text());
        }
        error("is " + yaml.described() + " where true or false is expected", "write true or false");
        return fallback;
    }

    /** A number of bytes within the limits; {@code fallback}, and a problem, when it is none. */
    public long size(long fallback, long least, long most) {
        OptionalLong size = yaml instanceof Yaml.Scalar scalar ? Sizes.parse(scalar.text()) : OptionalLong.empty();
        if (size.isEmpty()) {
            error("is " + yaml.described() + " where a size is expected", Sizes.HOW);
            return fallback;
        }
        if (size.getAsLong() < least || size.getAsLong() > most) {
            error(
                    Sizes.format(size.getAsLong()) + " is out of range",
                    "write " + Sizes.format(least) + " to " + Sizes.format(most));
            return fallback;
        }
        return size.getAsLong();
    }

    /** A duration within the limits; {@code fallback}, and a problem, when it is none. */
    public Duration duration(Duration fallback, Duration least, Duration most) {
        if (!(yaml instanceof Yaml.Scalar scalar)) {
            error("is " + yaml.described() + " where a duration is expected", Durations.HOW);
            return fallback;
        }
        String text = scalar.text();
        if (scalar.kind() == Yaml.Kind.INTEGER && text.matches("[0-9]{1,9}")) {
            error("the duration " + text + " has no unit", "write " + text + "s or " + text + "ms");
            return fallback;
        }
        Duration duration = Durations.parse(text);
        if (duration == null) {
            error(Yaml.Scalar.quoted(text) + " is not a duration", Durations.HOW);
            return fallback;
        }
        if (duration.compareTo(least) < 0) {
            error(text + " is too short", "write " + Durations.format(least) + " or more");
            return fallback;
        }
        if (duration.compareTo(most) > 0) {
            error(text + " is too long", "write " + Durations.format(most) + " or less");
            return fallback;
        }
        return duration;
    }

    private String shown() {
        return yaml instanceof Yaml.Scalar scalar && scalar.text().length() <= 40 ? scalar.text() : "…";
    }

    /** One of some words; null, and a problem, when it is none of them. */
    public @Nullable String word(Collection<String> words) {
        String text = text("one of " + String.join(", ", words));
        if (text == null || words.contains(text)) {
            return text;
        }
        error("there is no " + Yaml.Scalar.quoted(text) + " here", Suggestion.among(words, text));
        return null;
    }

    /** The text of a scalar that must be text in one form, which quotes would not make of it. */
    public @Nullable String text(String expected) {
        if (yaml instanceof Yaml.Scalar scalar && scalar.kind() == Yaml.Kind.TEXT) {
            return scalar.text();
        }
        error("is " + yaml.described() + " where " + expected + " is expected");
        return null;
    }

    /** The items of a list; none, and a problem, when it is no list or longer than {@code most}. */
    public List<Value> items(int most) {
        if (!(yaml instanceof Yaml.Sequence sequence)) {
            error("is " + yaml.described() + " where a list is expected", "write [" + shown() + "]");
            return List.of();
        }
        if (sequence.items().size() > most) {
            error("has " + sequence.items().size() + " items", "write at most " + most);
            return List.of();
        }
        List<Value> items = new ArrayList<>();
        for (Yaml item : sequence.items()) {
            items.add(new Value(item, path + "[" + items.size() + "]", report));
        }
        return items;
    }

    /** The map with these keys; an empty one, and a problem, when it is no map. */
    public Section section(Keys keys) {
        return Section.of(keys, this);
    }

    /** The entries of a map whose keys are names; a name that is written twice is a problem and comes once. */
    public List<Named> named(String example) {
        if (!(yaml instanceof Yaml.Mapping mapping)) {
            error("is " + yaml.described() + " where a map is expected", "write " + example);
            return List.of();
        }
        List<Named> entries = new ArrayList<>();
        Map<String, Place> seen = new HashMap<>();
        for (Yaml.Entry entry : mapping.entries()) {
            String name = entry.key().text();
            String below = child(name);
            Place first = seen.putIfAbsent(name, entry.key().place());
            if (first != null) {
                report.error(entry.key().place(), below, "written twice, first in line " + first.line(), "keep one");
                continue;
            }
            entries.add(
                    new Named(name, new Value(entry.key(), below, report), new Value(entry.value(), below, report)));
        }
        return entries;
    }

    /** The path of a key below this one. */
    String child(String key) {
        if (!key.matches("[A-Za-z0-9_-]{1,63}")) {
            return path + "[" + Yaml.Scalar.quoted(key) + "]";
        }
        return path.isEmpty() ? key : path + "." + key;
    }
}
