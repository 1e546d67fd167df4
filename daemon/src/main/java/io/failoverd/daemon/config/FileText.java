package io.failoverd.daemon.config;

/** What came of reading a text file. */
public sealed interface FileText {
    record Text(String text) implements FileText {
        /** Files may hold secrets. */
        @Override
        public String toString() {
            return "Text[" + text.length() + " characters]";
        }
    }

    /** No text.
     *
     * @param reason follows the file's name in a sentence: {@code does not exist} */
    record Unreadable(String reason) implements FileText {}
}
