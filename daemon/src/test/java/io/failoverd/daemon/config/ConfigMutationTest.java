package io.failoverd.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.config.yaml.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever somebody does to the example, it is taken or there is a problem that points into the file. */
class ConfigMutationTest {
    private static final int ROUNDS = 100;

    private static final List<String> SCRAPS = List.of(
            "\t",
            "{",
            "}",
            "[",
            "]",
            ":",
            ": ",
            "- ",
            "\"",
            "'",
            "&a ",
            "*a ",
            "!!x ",
            "|",
            ">",
            "%",
            "@",
            "---\n",
            "null",
            "~",
            "-1",
            "0",
            "99999999999999999999",
            "1e9",
            ".nan",
            "true",
            "\0",
            "\"\\0\"",
            "\uFEFF",
            "ü",
            "\uD83D\uDE00",
            "\\",
            "#",
            "\n",
            "\r\n",
            "    ",
            "0s",
            "1d",
            "999999999d",
            "10.0.0.1",
            "::1",
            "<<: ",
            "? ",
            "..",
            "/",
            "{}",
            "[]");

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void randomEditsOfTheExampleNeverThrow(long seed) throws IOException {
        String inForce = Files.readString(TestFiles.EXAMPLE).replaceAll("(?m)^ *#:.*\\R", "");
        assertThat(refused(inForce, seed)).as("edits that were noticed").isGreaterThan(ROUNDS / 4);
    }

    /** With the commented examples in force, which name files that are not there. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void norDoThoseOfEveryKeyThatThereIs(long seed) throws IOException {
        assertThat(refused(Files.readString(TestFiles.EXAMPLE).replace("#:", ""), seed))
                .isEqualTo(ROUNDS);
    }

    private int refused(String example, long seed) {
        Random random = new Random(seed);
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String text = example;
            for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
                text = edited(text, random);
            }
            Path file = TestFiles.write(directory, text);
            String what = "seed " + seed + ", round " + round;
            try {
                if (ConfigLoader.load(file, TestFiles.MACHINE) instanceof ConfigResult.Rejected rejected) {
                    refused++;
                    for (Problem problem : rejected.problems()) {
                        assertInside(problem, text, what);
                    }
                }
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError(what + ":\n" + text, e);
            }
        }
        return refused;
    }

    private static void assertInside(Problem problem, String text, String what) {
        List<String> lines = text.lines().toList();
        assertThat(problem.place()).as("%s: %s", what, problem).isNotNull();
        assertThat(problem.place().line()).as("%s: %s", what, problem).isBetween(1, lines.size() + 1);
        assertThat(problem.line().lines().count()).as("%s: %s", what, problem).isEqualTo(1);
    }

    private static String edited(String text, Random random) {
        int at = random.nextInt(text.length() + 1);
        int end = Math.min(text.length(), at + random.nextInt(12));
        String scrap = SCRAPS.get(random.nextInt(SCRAPS.size()));
        return switch (random.nextInt(5)) {
            case 0 -> text.substring(0, at) + scrap + text.substring(at);
            case 1 -> text.substring(0, at) + text.substring(end);
            case 2 -> text.substring(0, at) + scrap + text.substring(end);
            case 3 -> movedLine(text, random);
            default -> text.substring(0, at) + text.substring(at, end) + text.substring(at);
        };
    }

    private static String movedLine(String text, Random random) {
        List<String> lines = new java.util.ArrayList<>(text.lines().toList());
        String line = lines.remove(random.nextInt(lines.size()));
        lines.add(random.nextInt(lines.size() + 1), line);
        return String.join("\n", lines) + "\n";
    }
}
