package io.failoverd.probes.http;

import io.failoverd.probes.TextMatcher;
import io.failoverd.probes.TextMatcher.Found;
import io.failoverd.probes.model.Assertion;
import io.failoverd.probes.model.FailureReason;
import io.failoverd.probes.model.JsonScalar;
import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.ProbeResult;
import io.failoverd.probes.model.TextTest;
import io.netty.handler.codec.http.HttpHeaders;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.pointer.JsonPointer;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Holds a whole answer against what a check expects of it. For one answer, on a worker thread: bodies may be long, and
 * patterns slow.
 */
final class Examination {
    /** Of a peer's text that a detail repeats. */
    private static final int MAX_SHOWN = 60;

    /** Stands for what a pointer does not find; no value that JSON has. */
    private enum Absent {
        ABSENT
    }

    private final TextMatcher matcher;
    private final Moment deadline;
    private final String status;
    private final HttpHeaders headers;
    private final byte[] body;
    private final Charset charset;
    private @Nullable String text;
    private @Nullable Object json;
    private boolean isJson;

    Examination(TextMatcher matcher, String status, HttpHeaders headers, byte[] body, Charset charset) {
        this.matcher = matcher;
        this.deadline = matcher.deadline();
        this.status = status;
        this.headers = headers;
        this.body = body;
        this.charset = charset;
    }

    /** The first expectation that does not hold decides; {@code passed} when all of them do. */
    ProbeResult judge(List<Assertion> expected, ProbeResult passed) {
        for (Assertion each : expected) {
            ProbeResult failed = switch (each) {
                case Assertion.Header header -> header(header);
                case Assertion.Body about -> body(about);
                case Assertion.Json about -> json(about);
            };
            if (failed != null) {
                return failed;
            }
        }
        return passed;
    }

    private @Nullable ProbeResult header(Assertion.Header expected) {
        List<String> values = headers.getAll(expected.name());
        String what = "the header " + expected.name();
        TextTest test = expected.test();
        if (test == null) {
            return verdict(
                    values.isEmpty() ? Found.NO : Found.YES,
                    expected.negated(),
                    FailureReason.HEADER_MISMATCH,
                    what + (expected.negated() ? " is there" : " is missing"));
        }
        Found found = Found.NO;
        for (String value : values) {
            found = matcher.test(test, value, deadline);
            if (found != Found.NO) {
                break;
            }
        }
        String finding = what + " " + finding(test, expected.negated());
        return verdict(found, expected.negated(), FailureReason.HEADER_MISMATCH, finding);
    }

    private @Nullable ProbeResult body(Assertion.Body expected) {
        Found found = matcher.test(expected.test(), text(), deadline);
        String finding = "the body " + finding(expected.test(), expected.negated());
        return verdict(found, expected.negated(), FailureReason.BODY_MISMATCH, finding);
    }

    private @Nullable ProbeResult json(Assertion.Json expected) {
        if (!parsed()) {
            return mismatch(FailureReason.BODY_MISMATCH, "the body is not JSON");
        }
        Object value = at(expected.pointer());
        boolean equal = equal(expected.expected(), value);
        String where = expected.pointer().isEmpty() ? "the body" : expected.pointer();
        String finding = expected.negated()
                ? where + " is " + expected.expected()
                : where
                        + (value instanceof Absent
                                ? " is missing"
                                : " is " + shown(value) + " and not " + expected.expected());
        return verdict(equal ? Found.YES : Found.NO, expected.negated(), FailureReason.BODY_MISMATCH, finding);
    }

    /** What the pointer names; {@link Absent} when that is nothing at all, which is not the same as null. */
    private @Nullable Object at(String pointer) {
        if (json == null) {
            return pointer.isEmpty() ? null : Absent.ABSENT;
        }
        Object value = JsonPointer.from(pointer).queryJsonOrDefault(json, Absent.ABSENT);
        // Vert.x takes a member that is null for one that is missing.
        return value instanceof Absent && isNullMember(pointer) ? null : value;
    }

    private boolean isNullMember(String pointer) {
        int cut = pointer.lastIndexOf('/');
        String name = pointer.substring(cut + 1).replace("~1", "/").replace("~0", "~");
        Object parent = JsonPointer.from(pointer.substring(0, cut)).queryJson(json);
        return switch (parent) {
            case JsonObject object -> object.containsKey(name);
            case JsonArray array -> name.matches("0|[1-9][0-9]{0,8}") && Integer.parseInt(name) < array.size();
            case null, default -> false;
        };
    }

    private @Nullable ProbeResult verdict(Found found, boolean negated, FailureReason reason, String finding) {
        return switch (found) {
            case TOO_LATE -> TextMatcher.tooLate();
            case YES -> negated ? mismatch(reason, finding) : null;
            case NO -> negated ? null : mismatch(reason, finding);
        };
    }

    private ProbeResult mismatch(FailureReason reason, String finding) {
        return new ProbeResult.Down(reason, status + ", but " + finding);
    }

    /** Completes "the body …", said of a test that did not go as it should. */
    private static String finding(TextTest test, boolean negated) {
        return switch (test) {
            case TextTest.Contains(String part) -> (negated ? "contains " : "does not contain ") + quoted(part);
            case TextTest.Equals(String whole) -> (negated ? "is " : "is not ") + quoted(whole);
            case TextTest.Matches(String pattern) -> (negated ? "matches " : "does not match ") + quoted(pattern);
        };
    }

    private String text() {
        String known = text;
        if (known == null) {
            known = new String(body, charset);
            text = known;
        }
        return known;
    }

    private boolean parsed() {
        if (json == null && !isJson) {
            try {
                json = Json.decodeValue(Buffer.buffer(body));
                isJson = body.length > 0;
            } catch (DecodeException _) {
                return false;
            }
        }
        return isJson;
    }

    private static boolean equal(JsonScalar expected, @Nullable Object value) {
        return switch (expected) {
            case JsonScalar.Text(String text) -> text.equals(value);
            case JsonScalar.Numeric(BigDecimal number) ->
                value instanceof Number found
                        && Double.isFinite(found.doubleValue())
                        && new BigDecimal(found.toString()).compareTo(number) == 0;
            case JsonScalar.Bool(boolean flag) -> value instanceof Boolean found && found == flag;
            case JsonScalar.Null() -> value == null;
        };
    }

    private static String shown(@Nullable Object value) {
        return value instanceof String text ? quoted(text) : printable(Json.encode(value));
    }

    private static String quoted(String text) {
        return '"' + printable(text) + '"';
    }

    private static String printable(String text) {
        String clean = text.replaceAll("[^\\x20-\\x7e]", "?");
        return clean.length() <= MAX_SHOWN ? clean : clean.substring(0, MAX_SHOWN) + "…";
    }
}
