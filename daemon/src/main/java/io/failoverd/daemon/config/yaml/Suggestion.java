package io.failoverd.daemon.config.yaml;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The word that somebody most likely meant. */
final class Suggestion {
    /** Longer words are no slip of a finger, and the distance costs length squared. */
    private static final int MAX_LENGTH = 64;

    private Suggestion() {}

    /** {@code did you mean interval?}, or all the words when none is near. */
    static String among(Collection<String> words, String written) {
        String near = nearest(words, written);
        return near != null ? "did you mean " + near + "?" : "one of: " + String.join(", ", words);
    }

    static @Nullable String nearest(Collection<String> words, String written) {
        String plain = plain(written);
        if (plain.length() > MAX_LENGTH) {
            return null;
        }
        String best = null;
        int least = Math.max(1, plain.length() / 3) + 1;
        for (String word : words) {
            int distance = distance(plain, plain(word));
            if (distance < least) {
                least = distance;
                best = word;
            }
        }
        return best;
    }

    /** hold_down, hold-down and HoldDown are all holdDown. */
    private static String plain(String word) {
        return word.replaceAll("[_\\-. ]", "").toLowerCase(Locale.ROOT);
    }

    /** Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours cost one each. */
    static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int least = Math.min(Math.min(cost[i - 1][j], cost[i][j - 1]) + 1, cost[i - 1][j - 1] + same);
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                cost[i][j] = swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
            }
        }
        return cost[a.length()][b.length()];
    }
}
