package io.failoverd.daemon.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A page of documentation as its tests see it. */
record Page(Path file, String text) {
    static final Path ROOT =
            Path.of(System.getProperty("failoverd.root", "..")).toAbsolutePath().normalize();

    /** Three backticks, a word for the kind, and the lines up to the next three backticks. */
    private static final Pattern BLOCK =
            Pattern.compile("^```([a-z]*)\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    private static final Pattern HEADING = Pattern.compile("^#+ (.+)$", Pattern.MULTILINE);

    /** Words of a shell: quoted, or without a blank. */
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(&&|\\|\\||[|;<>()])|([^\\s|;<>()&]+)");

    /** What ends a command, or sends it elsewhere. */
    private static final List<String> SEPARATORS = List.of("&&", "||", "|", ";", "<", ">", "(", ")");

    /** A fenced block. */
    record Block(String kind, String text) {}

    static Page of(String name) {
        return read(ROOT.resolve(name));
    }

    /** README.md, CHANGELOG.md and everything below docs. */
    static List<Page> all() {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(
                            Stream.of(ROOT.resolve("README.md"), ROOT.resolve("CHANGELOG.md")),
                            docs.filter(file -> file.toString().endsWith(".md")).sorted())
                    .map(Page::read)
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Page read(Path file) {
        try {
            return new Page(file, Files.readString(file));
        } catch (IOException e) {
            throw new AssertionError("cannot read " + file, e);
        }
    }

    List<Block> blocks(String kind) {
        return BLOCK.matcher(text)
                .results()
                .map(found -> new Block(found.group(1), found.group(2)))
                .filter(block -> block.kind().equals(kind))
                .toList();
    }

    /** The arguments of each call of failoverd in the shell blocks. */
    List<List<String>> commands() {
        var commands = new ArrayList<List<String>>();
        for (Block block : blocks("sh")) {
            for (String line : block.text().replace("\\\n", " ").split("\n", -1)) {
                calls(line, commands);
            }
        }
        return commands;
    }

    private static void calls(String line, List<List<String>> commands) {
        var words = new ArrayList<String>();
        for (Matcher word = WORD.matcher(line.replaceAll("(^|\\s)#.*$", "")); word.find(); ) {
            if (SEPARATORS.contains(word.group())) {
                call(words, commands);
                words.clear();
            } else {
                words.add(Stream.of(1, 2, 4)
                        .map(word::group)
                        .filter(found -> found != null)
                        .findFirst()
                        .orElseThrow());
            }
        }
        call(words, commands);
    }

    private static void call(List<String> words, List<List<String>> commands) {
        if (!words.isEmpty()
                && (words.getFirst().equals("failoverd") || words.getFirst().endsWith("/failoverd"))) {
            commands.add(List.copyOf(words.subList(1, words.size())));
        }
    }

    /** Everything that the pattern's first group finds. */
    List<String> mentions(Pattern pattern) {
        return pattern.matcher(text)
                .results()
                .map(found -> found.group(1))
                .distinct()
                .toList();
    }

    /** The anchors of its headings, as the code host makes them. */
    List<String> anchors() {
        return HEADING.matcher(BLOCK.matcher(text).replaceAll(""))
                .results()
                .map((MatchResult found) -> found.group(1).toLowerCase(Locale.ROOT))
                .map(heading -> heading.replaceAll("[^\\p{L}\\p{N}\\s_-]", "").replace(' ', '-'))
                .toList();
    }

    String name() {
        return ROOT.relativize(file).toString();
    }

    /** The name of its tests. */
    @Override
    public String toString() {
        return name();
    }
}
