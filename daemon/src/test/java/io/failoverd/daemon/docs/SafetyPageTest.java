package io.failoverd.daemon.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every promise names the tests that hold it, and they are there. */
class SafetyPageTest {
    private static final Pattern TEST = Pattern.compile("`([A-Z]\\w+#\\w+)`");
    private static final Path TESTS = Page.ROOT.resolve("daemon/src/test/java");

    @Test
    void every_test_that_holds_a_promise_exists() throws IOException {
        List<Path> sources;
        try (Stream<Path> files = Files.walk(TESTS)) {
            sources = files.filter(file -> file.toString().endsWith(".java")).toList();
        }
        for (String name : Page.of("docs/decision-safety.md").mentions(TEST)) {
            String[] parts = name.split("#", 2);
            var holding = new ArrayList<Path>();
            for (Path source : sources) {
                if (source.endsWith(parts[0] + ".java")
                        && Files.readString(source).contains(" " + parts[1] + "(")) {
                    holding.add(source);
                }
            }
            assertThat(holding).as(name).hasSize(1);
        }
    }

    @Test
    void every_promise_is_held_by_a_test() {
        List<String> rows = Page.of("docs/decision-safety.md")
                .text()
                .lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| promise"))
                .toList();
        assertThat(rows)
                .hasSizeGreaterThan(20)
                .allMatch(row -> TEST.matcher(row).find());
    }
}
