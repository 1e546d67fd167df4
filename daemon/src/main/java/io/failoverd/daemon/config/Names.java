package io.failoverd.daemon.config;

import io.failoverd.daemon.config.yaml.Value;
import io.failoverd.daemon.config.yaml.Yaml;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names that the operator chooses: domain names, and labels for everything else. */
final class Names {
    /** RFC 1035 section 2.3.4, as text without the trailing dot. */
    private static final int MAX_DOMAIN = 253;

    private static final Pattern DOMAIN_LABEL = Pattern.compile("[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?");

    /** What can stand in a URL, a metric label, a file name and a terminal without quoting. */
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?");

    private Names() {}

    /** A domain name in lower case without its trailing dot; null, and a problem, when it is none. */
    static @Nullable String domain(@Nullable Value value) {
        String text = value == null ? null : value.text();
        if (value == null || text == null) {
            return null;
        }
        String name = (text.endsWith(".") ? text.substring(0, text.length() - 1) : text).toLowerCase(Locale.ROOT);
        String trouble = trouble(name);
        if (trouble == null) {
            return name;
        }
        value.error(Yaml.Scalar.quoted(text) + " is not a domain name: " + trouble);
        return null;
    }

    private static @Nullable String trouble(String name) {
        if (name.isEmpty()) {
            return "the root cannot be meant";
        }
        if (name.length() > MAX_DOMAIN) {
            return "longer than " + MAX_DOMAIN + " characters";
        }
        if (!name.chars().allMatch(c -> c < 128)) {
            return "write its ASCII form (xn--…)";
        }
        for (String label : name.split("\\.", -1)) {
            if (label.equals("*")) {
                return "a wildcard is not one name";
            }
            if (!DOMAIN_LABEL.matcher(label).matches()) {
                return "the label " + Yaml.Scalar.quoted(label)
                        + " is not 1 to 63 letters, digits, hyphens or underscores, with no hyphen at an end";
            }
        }
        return null;
    }

    /** A label; null, and a problem, when it is none. */
    static @Nullable String label(@Nullable Value value) {
        String text = value == null ? null : value.text();
        if (value == null || text == null) {
            return null;
        }
        return isLabel(value, text) ? text : null;
    }

    /** Whether the name, which stands at {@code value}, is a label; a problem when not. */
    static boolean isLabel(Value value, String name) {
        if (LABEL.matcher(name).matches()) {
            return true;
        }
        value.error(
                Yaml.Scalar.quoted(name) + " cannot be a name",
                "write 1 to 63 letters, digits, dots, hyphens or underscores, with a letter or digit at both ends");
        return false;
    }

    /** A credential is a file's name, never a path (systemd.exec(5)). */
    static boolean isCredential(Value value, String name) {
        boolean good = name.matches("[\\x21-\\x7e&&[^/]]{1,255}") && !name.equals(".") && !name.equals("..");
        if (!good) {
            value.error("is not the name of a credential", "write the name that LoadCredential= gives it");
        }
        return good;
    }

    static boolean isVariable(Value value, String name) {
        boolean good = name.matches("[A-Za-z_][A-Za-z0-9_]*");
        if (!good) {
            value.error("is not the name of an environment variable", "write letters, digits and underscores");
        }
        return good;
    }

    /** Names of one kind that must differ. */
    static final class Unique {
        private final Map<Object, Value> seen = new HashMap<>();

        /** Takes the name; false, and a problem, when it was taken before. */
        boolean take(Value value, Object name, String what) {
            Value first = seen.putIfAbsent(name, value);
            if (first == null) {
                return true;
            }
            value.error(
                    what + " is already at " + first.path() + ", line "
                            + first.place().line(),
                    "keep one");
            return false;
        }
    }
}
