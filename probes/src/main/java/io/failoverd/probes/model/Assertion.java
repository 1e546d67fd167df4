package io.failoverd.probes.model;

import org.jspecify.annotations.Nullable;

/** What an answer must show, or must not, for a probe to pass. */
public sealed interface Assertion {
    /** Of one check. */
    int MAX = 32;

    /** Whether it holds when the thing is not there. */
    boolean negated();

    /**
     * One of the header's values passes the test.
     *
     * @param test null where it is enough that the header is there
     */
    record Header(String name, @Nullable TextTest test, boolean negated) implements Assertion {}

    /** The body, as text in its own charset, passes the test. */
    record Body(TextTest test, boolean negated) implements Assertion {}

    /**
     * The body is JSON, and what the pointer names in it (RFC 6901) equals the value. What is no JSON passes neither
     * this nor its negation.
     */
    record Json(String pointer, JsonScalar expected, boolean negated) implements Assertion {}
}
