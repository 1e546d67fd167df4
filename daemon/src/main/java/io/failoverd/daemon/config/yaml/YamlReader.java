package io.failoverd.daemon.config.yaml;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** From text to a {@link Yaml} tree, or the one problem that makes it no YAML. Lives for one text. */
public final class YamlReader {
    /** Characters of a file: 10,000 services of a dozen endpoints fit twice over. */
    public static final int MAX_CHARACTERS = 16 * 1024 * 1024;

    /** Nodes after the expansion of aliases, so that a few lines cannot expand into all the memory there is. */
    static final int MAX_NODES = 2_000_000;

    /** Our deepest key lies six levels down; this bounds the recursion here and in every reader of the tree. */
    static final int MAX_DEPTH = 32;

    /** What came of a text. */
    public sealed interface Parsed {
        record Tree(Yaml root) implements Parsed {}

        record Broken(Place place, String text, @Nullable String fix) implements Parsed {}
    }

    private record Anchored(Yaml node, int nodes) {}

    private final Iterator<Event> events;
    private final Map<String, Anchored> anchors = new HashMap<>();
    private int nodes;

    private YamlReader(Iterator<Event> events) {
        this.events = events;
    }

    public static Parsed read(String text) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel("config")
                .setCodePointLimit(MAX_CHARACTERS)
                .build();
        try {
            return new YamlReader(new Parse(settings).parseString(text).iterator()).document(text);
        } catch (Refusal refusal) {
            return new Parsed.Broken(refusal.place(), refusal.text, refusal.fix);
        } catch (MarkedYamlEngineException e) {
            Place place = e.getProblemMark()
                    .or(e::getContextMark)
                    .map(YamlReader::placeOf)
                    .orElse(Place.START);
            return new Parsed.Broken(within(place, text), "not valid YAML: " + sentence(e), null);
        } catch (ReaderException e) {
            return new Parsed.Broken(
                    placeOf(text, e.getPosition()),
                    "not valid YAML: the character U+%04X is not allowed".formatted(e.getCodePoint()),
                    null);
        } catch (YamlEngineException e) {
            return new Parsed.Broken(Place.START, "not valid YAML: " + firstLine(e.getMessage()), null);
        }
    }

    private Parsed document(String text) {
        while (events.hasNext()) {
            Event event = events.next();
            switch (event.getEventId()) {
                case StreamStart, DocumentStart, DocumentEnd, Comment -> {}
                case StreamEnd -> {
                    return new Parsed.Broken(Place.START, "the file is empty", "start from config.example.yaml");
                }
                default -> {
                    Yaml root = node(event, 0);
                    expectEnd();
                    return root.isNull()
                            ? new Parsed.Broken(Place.START, "the file is empty", "start from config.example.yaml")
                            : new Parsed.Tree(root);
                }
            }
        }
        return new Parsed.Broken(within(Place.START, text), "the file is empty", "start from config.example.yaml");
    }

    private void expectEnd() {
        while (events.hasNext()) {
            Event event = events.next();
            if (event.getEventId() == Event.ID.DocumentStart) {
                throw new Refusal(placeOf(event), "a second document starts here", "keep one document in the file");
            }
        }
    }

    private Yaml node(Event event, int depth) {
        Place place = placeOf(event);
        count(1, place);
        if (depth > MAX_DEPTH) {
            throw new Refusal(place, "nested more than " + MAX_DEPTH + " levels deep", null);
        }
        int before = nodes;
        Yaml node = switch (event) {
            case AliasEvent alias -> alias(alias, place);
            case ScalarEvent scalar -> {
                refuseTag(scalar.getTag(), place);
                yield Yaml.Scalar.of(scalar.getValue(), scalar.isPlain(), place);
            }
            case CollectionStartEvent collection -> {
                refuseTag(collection.getTag(), place);
                yield collection.getEventId() == Event.ID.SequenceStart
                        ? sequence(place, depth)
                        : mapping(place, depth);
            }
            default -> throw new IllegalStateException("no node starts with " + event);
        };
        if (event instanceof NodeEvent anchored && !(event instanceof AliasEvent)) {
            int size = nodes - before + 1;
            anchored.getAnchor().ifPresent(anchor -> anchors.put(anchor.getValue(), new Anchored(node, size)));
        }
        return node;
    }

    private Yaml alias(AliasEvent alias, Place place) {
        Anchored anchored = anchors.get(alias.getAlias().getValue());
        if (anchored == null) {
            throw new Refusal(
                    place,
                    "the alias *" + alias.getAlias().getValue() + " stands before or inside its anchor, or has none",
                    null);
        }
        count(anchored.nodes, place);
        return anchored.node;
    }

    private Yaml sequence(Place place, int depth) {
        List<Yaml> items = new ArrayList<>();
        for (Event event = events.next(); event.getEventId() != Event.ID.SequenceEnd; event = events.next()) {
            items.add(node(event, depth + 1));
        }
        return new Yaml.Sequence(items, place);
    }

    private Yaml mapping(Place place, int depth) {
        List<Yaml.Entry> entries = new ArrayList<>();
        for (Event event = events.next(); event.getEventId() != Event.ID.MappingEnd; event = events.next()) {
            Yaml key = node(event, depth + 1);
            if (!(key instanceof Yaml.Scalar scalar)) {
                throw new Refusal(placeOf(event), "a key is " + key.described(), "write a plain word");
            }
            entries.add(new Yaml.Entry(
                    new Yaml.Scalar(scalar.text(), scalar.kind(), placeOf(event)), node(events.next(), depth + 1)));
        }
        return new Yaml.Mapping(entries, place);
    }

    private void count(int more, Place place) {
        nodes += more;
        if (nodes > MAX_NODES) {
            throw new Refusal(place, "more than " + MAX_NODES + " values, aliases expanded", null);
        }
    }

    private static void refuseTag(Optional<String> tag, Place place) {
        if (tag.isPresent() && !tag.get().equals("!")) {
            throw new Refusal(place, "the tag " + Yaml.Scalar.quoted(tag.get()) + " has no meaning here", "remove it");
        }
    }

    private static String sentence(MarkedYamlEngineException e) {
        String problem = firstLine(e.getProblem());
        return e.getContext() == null ? problem : problem + " (" + firstLine(e.getContext()) + ")";
    }

    private static String firstLine(@Nullable String message) {
        return message == null
                ? "it cannot be read"
                : message.lines()
                        .findFirst()
                        .orElse("")
                        .replaceAll("\\p{Cntrl}", "·")
                        .strip();
    }

    private static Place placeOf(Event event) {
        return event.getStartMark().map(YamlReader::placeOf).orElse(Place.START);
    }

    private static Place placeOf(Mark mark) {
        return new Place(mark.getLine() + 1, mark.getColumn() + 1);
    }

    /** The place of the code unit at {@code index}. */
    static Place placeOf(String text, int index) {
        int end = Math.clamp(index, 0, text.length());
        int line = (int) text.substring(0, end).chars().filter(c -> c == '\n').count();
        int start = text.lastIndexOf('\n', end - 1) + 1;
        return new Place(line + 1, text.codePointCount(Math.min(start, end), end) + 1);
    }

    /** The end of the input may be reported on a line that the file does not have. */
    private static Place within(Place place, String text) {
        Place last = placeOf(text, text.length());
        return place.compareTo(last) > 0 ? last : place;
    }

    /** Leaves the recursion; never seen outside. */
    private static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final int line;
        private final int column;
        private final String text;
        private final @Nullable String fix;

        Refusal(Place place, String text, @Nullable String fix) {
            super(text, null, false, false);
            this.line = place.line();
            this.column = place.column();
            this.text = text;
            this.fix = fix;
        }

        Place place() {
            return new Place(line, column);
        }
    }
}
