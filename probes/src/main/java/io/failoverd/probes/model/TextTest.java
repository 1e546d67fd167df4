package io.failoverd.probes.model;

/** What is looked for in a text that a peer has sent. */
public sealed interface TextTest {
    /** Found anywhere in the text, case and all. */
    record Contains(String text) implements TextTest {}

    /** The whole text, case and all. */
    record Equals(String text) implements TextTest {}

    /** Found anywhere in the text, in the syntax of RE2 (no look-around, no back references). */
    record Matches(String pattern) implements TextTest {}
}
