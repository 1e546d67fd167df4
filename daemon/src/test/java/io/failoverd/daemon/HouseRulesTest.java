package io.failoverd.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The house rules that a reader should not have to watch over; each failure names the file and the line. */
class HouseRulesTest {
    private static final int MOST_LINES_OF_A_CLASS = 400;
    private static final int MOST_LINES_OF_A_METHOD = 50;

    /** At the top of the tree: the modules, and what helps people run it and work on it. */
    private static final Set<String> TOP = Set.of(
            "pom.xml",
            "probes",
            "dns",
            "daemon",
            "config.example.yaml",
            "systemd",
            "README.md",
            "failoverd",
            "bench",
            "docs",
            ".ci",
            ".mvn",
            ".git",
            ".github",
            ".gitignore",
            ".gitattributes",
            ".editorconfig",
            "LICENSE",
            "NOTICE",
            "CHANGELOG.md",
            "CONTRIBUTING.md",
            "SECURITY.md",
            "target");

    /** The rooms of each module, by the package below its root; a room holds whatever lies below it. */
    private static final TreeMap<String, Set<String>> ROOMS = new TreeMap<>(Map.of(
            "probes", Set.of("model", "http", "http2", "tcp", "tls", "grpc", "dns", "icmp", "exec", "tripwire"),
            "dns",
                    Set.of(
                            "model", "zone", "client", "answer", "server", "publish", "query", "aliyun", "alidns",
                            "gtm", "update"),
            "daemon",
                    Set.of(
                            "core", "config", "keys", "run", "alerts", "journal", "admin", "cluster", "cli", "demo",
                            "replay", "watch", "drill")));

    /** Rooms of tests alone: the kinds of tests that have a folder of their own. */
    private static final Set<String> TEST_ROOMS =
            Set.of("sim", "contract", "publish", "fuzz", "e2e", "bench", "packaged", "docs");

    private static final Pattern EMPTY_NAME = Pattern.compile(".*(Manager|Helper|Util|Utils|Impl|Base)\\.java");

    private static Path root;
    private static List<Path> sources;

    @BeforeAll
    static void find() throws IOException {
        root = Path.of(System.getProperty("failoverd.root", ".."));
        assertThat(root.resolve("pom.xml"))
                .as("failoverd.root points at the repository")
                .exists();
        var found = new ArrayList<Path>();
        for (String module : ROOMS.keySet()) {
            try (Stream<Path> files = Files.walk(root.resolve(module).resolve("src"))) {
                files.filter(file -> file.toString().endsWith(".java")).sorted().forEach(found::add);
            }
        }
        sources = List.copyOf(found);
        assertThat(sources).as("sources were found").hasSizeGreaterThan(50);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(file + " cannot be read", e);
        }
    }

    /** What is wrong, as "path: what" for each file that something is wrong with. */
    private static List<String> wrong(Function<Path, List<String>> rule) {
        return sources.stream()
                .flatMap(file -> rule.apply(file).stream().map(what -> root.relativize(file) + what))
                .toList();
    }

    private static List<String> lines(Path file, Pattern forbidden) {
        String[] lines = text(file).split("\n", -1);
        var found = new ArrayList<String>();
        for (int i = 0; i < lines.length; i++) {
            if (forbidden.matcher(lines[i]).find()) {
                found.add(":" + (i + 1) + ": " + lines[i].strip());
            }
        }
        return found;
    }

    @Test
    void no_class_is_longer_than_four_hundred_lines() {
        assertThat(wrong(file -> {
                    long lines = text(file).lines().count();
                    return lines > MOST_LINES_OF_A_CLASS ? List.of(": " + lines + " lines") : List.of();
                }))
                .isEmpty();
    }

    @Test
    void no_method_is_longer_than_fifty_lines() {
        assertThat(wrong(file -> Methods.longerThan(MOST_LINES_OF_A_METHOD, text(file))))
                .isEmpty();
    }

    @Test
    void no_test_sleeps() {
        Pattern sleep = Pattern.compile("Thread\\s*\\.\\s*sleep" + "\\(|TimeUnit\\.\\w+\\.sleep" + "\\(");
        assertThat(wrong(file -> file.toString().contains("/src/test/") ? lines(file, sleep) : List.of()))
                .isEmpty();
    }

    @Test
    void nothing_is_left_for_later() {
        Pattern later = Pattern.compile(
                "\\bTO" + "DO\\b|\\bFIX" + "ME\\b|@Dis" + "abled|\"not imple" + "mented|new Unsupported" + "Operation");
        assertThat(wrong(file -> lines(file, later))).isEmpty();
    }

    @Test
    void every_file_is_in_a_room_of_the_house() {
        assertThat(wrong(file -> {
                    String path = root.relativize(file).toString();
                    String module = path.substring(0, path.indexOf('/'));
                    int at = path.indexOf("/java/io/failoverd/" + module + "/");
                    if (at < 0) {
                        return List.of(": not below io.failoverd." + module);
                    }
                    String below = path.substring(at + ("/java/io/failoverd/" + module + "/").length());
                    int slash = below.indexOf('/');
                    var known = new HashSet<>(ROOMS.get(module));
                    if (path.contains("/src/test/")) {
                        known.addAll(TEST_ROOMS);
                    }
                    boolean home = slash < 0 || known.contains(below.substring(0, slash));
                    return home ? List.of() : List.of(": no such room");
                }))
                .isEmpty();
    }

    @Test
    void every_package_says_what_it_answers_and_is_null_marked() {
        var missing = new TreeSet<String>();
        for (Path file : sources) {
            Path info = file.resolveSibling("package-info.java");
            if (file.toString().contains("/src/main/")
                    && (!Files.exists(info)
                            || !text(info).contains("NullMarked")
                            || !text(info).contains("/**"))) {
                missing.add(root.relativize(info).toString());
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void no_class_has_a_name_that_says_nothing() {
        assertThat(sources)
                .noneMatch(file ->
                        EMPTY_NAME.matcher(file.getFileName().toString()).matches());
    }

    @Test
    void the_top_of_the_tree_holds_what_the_design_names() throws IOException {
        try (Stream<Path> top = Files.list(root)) {
            assertThat(top.map(entry -> entry.getFileName().toString()))
                    .filteredOn(name ->
                            !name.startsWith(".") || Set.of(".ci", ".mvn").contains(name))
                    .isSubsetOf(TOP);
        }
    }

    @ParameterizedTest(name = "{1} lines: {2}")
    @CsvSource({"a method, 50, false", "a method, 51, true", "a table, 90, false"})
    void the_measure_of_methods_measures(String kind, int length, boolean tooLong) {
        String body = "        x(\"}\");\n".repeat(length - 2);
        String rows = "                x(1),\n".repeat(length - 3);
        String source = switch (kind) {
            case "a method" -> "class A {\n    // { not one\n    void a(int b) throws E {\n" + body + "    }\n}\n";
            default -> "class A {\n    List<B> a() {\n        return List.of(\n" + rows + "2);\n    }\n}\n";
        };
        assertThat(!Methods.longerThan(MOST_LINES_OF_A_METHOD, source).isEmpty())
                .isEqualTo(tooLong);
    }

    /** Finds bodies by their indentation: formatted source needs no parser. A table, little but one return, is data. */
    private static final class Methods {
        private static final Pattern HEAD = Pattern.compile(
                "(?m)^(?<indent> {8}| {4})(?! |(?:return|new|throw|else|if|for|while|switch|try|case|do|synchronized)\\b)"
                        + "(?:@\\w+ )*[\\w<>\\[\\]?,.@ ]*\\b(?<name>\\w+)\\((?<rest>[^;{}]*+)\\{$");

        private Methods() {}

        static List<String> longerThan(int most, String source) {
            var found = new ArrayList<String>();
            var head = HEAD.matcher(source);
            while (head.find()) {
                String end = "\n" + head.group("indent") + "}";
                int close = source.indexOf(end, head.end());
                if (close < 0 || head.group("rest").contains("->")) {
                    continue;
                }
                long lines = source.substring(head.start(), close + end.length())
                        .lines()
                        .count();
                String body = source.substring(head.end(), close).strip();
                boolean table = body.contains("return ") && body.split(";\n", -1).length <= 2;
                if (lines > most && !table) {
                    long line = source.substring(0, head.start()).lines().count() + 1;
                    found.add(":" + line + ": " + head.group("name") + " has " + lines + " lines");
                }
            }
            return found;
        }
    }
}
