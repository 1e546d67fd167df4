package io.failoverd.daemon.drill.client;

/** What came of a request of a drill. */
public sealed interface Outcome {
    /** A whole answer. */
    record Answered(int status) implements Outcome {
        /** Of the codes that a user takes for the page; a redirect leads on. */
        private static final int FIRST_BAD = 400;

        @Override
        public boolean good() {
            return status >= 200 && status < FIRST_BAD;
        }
    }

    /** No answer, or a part of one. */
    record Failed(FailureKind kind, String detail) implements Outcome {
        @Override
        public boolean good() {
            return false;
        }
    }

    /** Whether a user got what was asked for. */
    boolean good();
}
