package io.failoverd.daemon.cli;

/** Which words of the daemon are good and which are not. */
final class Tones {
    private Tones() {}

    static Terminal.Tone ofHealth(String health) {
        return switch (health) {
            case "UP" -> Terminal.Tone.GOOD;
            case "DOWN" -> Terminal.Tone.BAD;
            case "SUSPECT", "RECOVERING" -> Terminal.Tone.CAREFUL;
            default -> Terminal.Tone.PLAIN;
        };
    }

    static Terminal.Tone ofOutcome(String outcome) {
        return switch (outcome) {
            case "UP" -> Terminal.Tone.GOOD;
            case "DOWN" -> Terminal.Tone.BAD;
            default -> Terminal.Tone.CAREFUL;
        };
    }

    static Terminal.Tone ofCondition(String condition) {
        return condition.equals("NORMAL") ? Terminal.Tone.GOOD : Terminal.Tone.BAD;
    }

    /** In or out of the answer; the shape tells it without colour. */
    static Table.Cell inAnswer(boolean in) {
        return in ? Table.Cell.of("[in]", Terminal.Tone.GOOD) : Table.Cell.of("[--]", Terminal.Tone.BAD);
    }
}
