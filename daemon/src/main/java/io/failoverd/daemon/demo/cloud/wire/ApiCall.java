package io.failoverd.daemon.demo.cloud.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A call whose sender is known.
 *
 * @param parameters the business parameters alone, decoded
 * @param caller the access key's id, or who else it was
 * @param nonce what makes the request one of its kind; empty where it came without a signature
 */
public record ApiCall(String action, Map<String, String> parameters, String caller, String nonce) {
    public ApiCall {
        parameters = java.util.Collections.unmodifiableMap(new TreeMap<>(parameters));
    }

    public String required(String name) throws Refusal {
        String value = text(name, "");
        if (value.isEmpty()) {
            throw Refusal.missing(name);
        }
        return value;
    }

    public String text(String name, String fallback) {
        return parameters.getOrDefault(name, fallback);
    }

    public boolean has(String name) {
        return !text(name, "").isEmpty();
    }

    public boolean flag(String name, boolean fallback) throws Refusal {
        return switch (text(name, "")) {
            case "" -> fallback;
            case "true" -> true;
            case "false" -> false;
            default -> throw Refusal.invalid(name);
        };
    }

    public int number(String name, int fallback) throws Refusal {
        try {
            return has(name) ? Integer.parseInt(text(name, "")) : fallback;
        } catch (NumberFormatException _) {
            throw Refusal.invalid(name);
        }
    }

    /** One of the words, in the case that the words have. */
    public String oneOf(String name, List<String> words) throws Refusal {
        String value = required(name);
        for (String word : words) {
            if (word.equalsIgnoreCase(value)) {
                return word;
            }
        }
        throw Refusal.invalid(name);
    }

    /** {@code Addr.1.Mode=…&Addr.2.Mode=…} as one map for each number, in their order. */
    public List<Map<String, String>> flattened(String name) {
        var found = new TreeMap<Integer, Map<String, String>>();
        parameters.forEach((key, value) -> {
            String[] parts = key.split("\\.", 3);
            if (parts.length == 3 && parts[0].equals(name) && parts[1].matches("[1-9]\\d{0,3}")) {
                found.computeIfAbsent(Integer.parseInt(parts[1]), _ -> new TreeMap<>())
                        .put(parts[2], value);
            }
        });
        return new ArrayList<>(found.values());
    }
}
