package io.failoverd.daemon.cli;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** What a replay found. */
sealed interface ReplayReport permits ExactReport, SideBySideReport {
    JsonObject json();

    void print(Terminal terminal);

    int exitCode();

    /**
     * What was read.
     *
     * @param notes what could not be replayed, in sentences
     */
    record Read(long runs, long steps, long lost, long unreadable, String first, String last, List<String> notes) {
        public Read {
            notes = List.copyOf(notes);
        }

        JsonObject json() {
            return new JsonObject()
                    .put("runs", runs)
                    .put("steps", steps)
                    .put("lostSteps", lost)
                    .put("unreadableSegments", unreadable)
                    .put("first", first)
                    .put("last", last)
                    .put("notes", new JsonArray(notes));
        }

        void print(Terminal terminal) {
            terminal.line(steps + " steps of " + runs + (runs == 1 ? " run" : " runs")
                    + (steps == 0 ? "" : ", from " + first + " to " + last));
            notes.forEach(note -> terminal.line(terminal.paint("! " + note, Terminal.Tone.CAREFUL)));
        }
    }
}
