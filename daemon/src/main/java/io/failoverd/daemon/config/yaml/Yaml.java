package io.failoverd.daemon.config.yaml;

import java.util.List;
import java.util.regex.Pattern;

/** A node of a YAML file. Immutable; an alias is the same object as its anchor, and no node contains itself. */
public sealed interface Yaml {
    Place place();

    /** What the node is, for a message: {@code a list}, {@code the number 12}, {@code "abc"}. */
    String described();

    /** What a plain scalar means in YAML 1.2's core schema; a quoted one is always text. */
    enum Kind {
        NULL,
        BOOLEAN,
        INTEGER,
        FLOAT,
        TEXT
    }

    record Scalar(String text, Kind kind, Place place) implements Yaml {
        /** Longer texts are cut in messages. */
        private static final int MAX_SHOWN = 60;

        private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+");
        private static final Pattern FLOAT = Pattern.compile(
                "[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");

        static Scalar of(String text, boolean plain, Place place) {
            return new Scalar(text, plain ? kindOf(text) : Kind.TEXT, place);
        }

        private static Kind kindOf(String text) {
            return switch (text) {
                case "", "~", "null", "Null", "NULL" -> Kind.NULL;
                case "true", "True", "TRUE", "false", "False", "FALSE" -> Kind.BOOLEAN;
                default ->
                    "+-.0123456789".indexOf(text.charAt(0)) < 0
                            ? Kind.TEXT
                            : INTEGER.matcher(text).matches()
                                    ? Kind.INTEGER
                                    : FLOAT.matcher(text).matches() ? Kind.FLOAT : Kind.TEXT;
            };
        }

        @Override
        public String described() {
            return switch (kind) {
                case NULL -> "empty";
                case BOOLEAN -> text;
                case INTEGER, FLOAT -> "the number " + shown(text);
                case TEXT -> quoted(text);
            };
        }

        /** The text in quotes, cut when long and without control characters, so that a message stays one line. */
        public static String quoted(String text) {
            return "\"" + shown(text) + "\"";
        }

        private static String shown(String text) {
            String clean = text.replaceAll("\\p{Cntrl}", "\u00b7");
            return clean.codePointCount(0, clean.length()) <= MAX_SHOWN
                    ? clean
                    : clean.substring(0, clean.offsetByCodePoints(0, MAX_SHOWN)) + "…";
        }
    }

    record Sequence(List<Yaml> items, Place place) implements Yaml {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String described() {
            return "a list";
        }
    }

    /** Entries in the order of the file, duplicates included. */
    record Mapping(List<Entry> entries, Place place) implements Yaml {
        public Mapping {
            entries = List.copyOf(entries);
        }

        @Override
        public String described() {
            return "a map";
        }
    }

    record Entry(Scalar key, Yaml value) {}

    /** Whether the node stands for an absent value. */
    default boolean isNull() {
        return this instanceof Scalar scalar && scalar.kind() == Kind.NULL;
    }
}
