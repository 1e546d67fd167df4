package io.failoverd.daemon.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/dns.md names every standard that has a test, each with its own. */
class DnsPageTest {
    private static final Path TESTS = Page.ROOT.resolve("dns/src/test/java/io/failoverd/dns/server");
    private static final Pattern ROW = Pattern.compile("^\\| (\\d{4}) \\|.*\\| `(\\w+)` \\|$", Pattern.MULTILINE);

    @Test
    void everyStandardHasItsTestAndEveryTestItsLine() throws IOException {
        List<MatchResult> rows =
                ROW.matcher(Page.of("docs/dns.md").text()).results().toList();
        assertThat(rows).allMatch(row -> row.group(2).equals("Rfc" + row.group(1) + "Test"));
        try (Stream<Path> files = Files.list(TESTS)) {
            List<String> tests = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("Rfc\\d+Test\\.java"))
                    .map(name -> name.replace(".java", ""))
                    .toList();
            assertThat(tests).hasSizeGreaterThan(15);
            assertThat(rows).extracting(row -> row.group(2)).containsExactlyInAnyOrderElementsOf(tests);
        }
    }
}
