package io.failoverd.daemon.journal.events;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.net.InetAddress;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Our records as JSON and back, by reflection, so that a field added to one of them is in the journal from then on
 * without anyone thinking of it. A value whose static type is not its own class carries the name of its class. What is
 * neither a record of ours nor one of the values below is refused at writing: nothing is left out in silence.
 */
final class RecordCodec {
    private static final String OURS = "io.failoverd.";
    /** No field of a record can have this name. */
    private static final String TYPE = "@";

    private RecordCodec() {}

    /** Null, text, a number, a boolean, a {@link JsonArray} or a {@link JsonObject}. */
    static @Nullable Object encode(@Nullable Object value, Type type) {
        return switch (value) {
            case null -> null;
            case String text -> text;
            case Boolean flag -> flag;
            case Integer number -> number;
            case Long number -> number;
            case Enum<?> constant -> constant.name();
            case Duration duration -> duration.toString();
            case Instant instant -> instant.toString();
            case LocalTime time -> time.toString();
            case ZoneId zone -> zone.getId();
            case BigInteger number -> number.toString();
            case InetAddress address -> address.getHostAddress();
            case Collection<?> values -> array(values, argument(type, 0));
            case Map<?, ?> map -> object(map, argument(type, 1));
            case Record ours when ours.getClass().getName().startsWith(OURS) -> object(ours, type);
            case Object other -> throw new IllegalArgumentException("no way to write a " + other.getClass());
        };
    }

    private static JsonArray array(Collection<?> values, Type of) {
        List<@Nullable Object> encoded = new ArrayList<>();
        values.forEach(value -> encoded.add(encode(value, of)));
        if (values instanceof Set<?>) {
            // The same set has another order in another process, and must have the same digest.
            encoded.sort(Comparator.comparing(String::valueOf));
        }
        return new JsonArray(encoded);
    }

    private static JsonObject object(Map<?, ?> map, Type of) {
        var object = new JsonObject();
        map.forEach((key, value) -> {
            if (!(key instanceof String name)) {
                throw new IllegalArgumentException("no way to write a map by " + key.getClass());
            }
            object.put(name, encode(value, of));
        });
        return object;
    }

    private static JsonObject object(Record value, Type type) {
        var object = new JsonObject();
        Shape shape = Shape.of(value.getClass());
        if (!raw(type).equals(value.getClass())) {
            object.put(TYPE, value.getClass().getName().substring(OURS.length()));
        }
        for (RecordComponent component : shape.components()) {
            object.put(component.getName(), encode(shape.get(component, value), component.getGenericType()));
        }
        return object;
    }

    /**
     * A value of {@code type}.
     *
     * @param place where it stands, for the message
     */
    static @Nullable Object decode(@Nullable Object json, Type type, String place) throws UnreadableJournal {
        Class<?> raw = raw(type);
        try {
            return switch (json) {
                case null -> nothing(raw, place);
                case JsonArray array -> values(array, raw, argument(type, 0), place);
                case JsonObject object
                when Map.class.isAssignableFrom(raw) -> map(object, raw, argument(type, 1), place);
                case JsonObject object -> ours(object, raw, place);
                case Boolean flag when raw == boolean.class || raw == Boolean.class -> flag;
                case Number number when raw == int.class -> Math.toIntExact(number.longValue());
                case Number number when raw == long.class || raw == Long.class -> number.longValue();
                case Number number when raw == Integer.class -> Math.toIntExact(number.longValue());
                case String text -> scalar(text, raw, place);
                case Object other -> throw new UnreadableJournal(place + " is " + other + ", not a " + raw.getName());
            };
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
            throw new UnreadableJournal(place + ": " + e.getMessage(), e);
        }
    }

    private static @Nullable Object nothing(Class<?> raw, String place) throws UnreadableJournal {
        if (raw.isPrimitive()) {
            throw new UnreadableJournal(place + " has no value");
        }
        return null;
    }

    private static Object scalar(String text, Class<?> raw, String place) throws UnreadableJournal {
        if (raw == String.class) {
            return text;
        } else if (raw == Duration.class) {
            return Duration.parse(text);
        } else if (raw == Instant.class) {
            return Instant.parse(text);
        } else if (raw == LocalTime.class) {
            return LocalTime.parse(text);
        } else if (raw == ZoneId.class) {
            return ZoneId.of(text);
        } else if (raw == BigInteger.class) {
            return new BigInteger(text);
        } else if (raw == InetAddress.class) {
            return InetAddress.ofLiteral(text);
        }
        for (Object constant : raw.isEnum() ? raw.getEnumConstants() : new Object[0]) {
            if (((Enum<?>) constant).name().equals(text)) {
                return constant;
            }
        }
        throw new UnreadableJournal(place + " is \"" + text + "\", which this version does not know as a " + name(raw));
    }

    private static Object values(JsonArray array, Class<?> raw, Type of, String place) throws UnreadableJournal {
        if (!Collection.class.isAssignableFrom(raw)) {
            throw new UnreadableJournal(place + " is a list, not a " + name(raw));
        }
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            values.add(decode(array.getValue(i), of, place + "[" + i + "]"));
        }
        return Set.class.isAssignableFrom(raw) ? new LinkedHashSet<>(values) : values;
    }

    private static Object map(JsonObject object, Class<?> raw, Type of, String place) throws UnreadableJournal {
        Map<String, @Nullable Object> map =
                SortedMap.class.isAssignableFrom(raw) ? new TreeMap<>() : new LinkedHashMap<>();
        for (String key : object.fieldNames()) {
            map.put(key, decode(object.getValue(key), of, place + "." + key));
        }
        return map;
    }

    private static Object ours(JsonObject object, Class<?> expected, String place) throws UnreadableJournal {
        Shape shape = Shape.of(type(object, expected, place));
        Set<String> unknown = new LinkedHashSet<>(object.fieldNames());
        unknown.remove(TYPE);
        List<@Nullable Object> arguments = new ArrayList<>();
        for (RecordComponent component : shape.components()) {
            String name = component.getName();
            if (!object.containsKey(name)) {
                throw new UnreadableJournal(place + " has no " + name);
            }
            unknown.remove(name);
            arguments.add(decode(object.getValue(name), component.getGenericType(), place + "." + name));
        }
        if (!unknown.isEmpty()) {
            throw new UnreadableJournal(place + " has " + String.join(", ", unknown) + ", which this version lacks");
        }
        try {
            return shape.constructor().newInstance(arguments.toArray());
        } catch (InvocationTargetException e) {
            throw new UnreadableJournal(place + ": " + e.getCause(), e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a record cannot be made: " + shape, e);
        }
    }

    private static Class<?> type(JsonObject object, Class<?> expected, String place) throws UnreadableJournal {
        String name = object.getString(TYPE);
        if (name == null) {
            if (!expected.isRecord()) {
                throw new UnreadableJournal(place + " does not say which " + name(expected) + " it is");
            }
            return expected;
        }
        try {
            Class<?> found = Class.forName(OURS + name, false, RecordCodec.class.getClassLoader());
            if (found.isRecord() && expected.isAssignableFrom(found)) {
                return found;
            }
        } catch (ClassNotFoundException _) {
            // As for one that is something else.
        }
        throw new UnreadableJournal(place + " is a " + name + ", which this version does not know");
    }

    private static Class<?> raw(Type type) {
        return switch (type) {
            case Class<?> plain -> plain;
            case ParameterizedType generic -> raw(generic.getRawType());
            case Type other -> throw new IllegalArgumentException("no way to write a " + other);
        };
    }

    private static Type argument(Type type, int index) {
        return type instanceof ParameterizedType generic ? generic.getActualTypeArguments()[index] : Object.class;
    }

    private static String name(Class<?> type) {
        return type.getSimpleName();
    }
}
