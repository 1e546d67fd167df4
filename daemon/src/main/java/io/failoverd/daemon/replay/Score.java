package io.failoverd.daemon.replay;

import java.time.Duration;

/**
 * What happened to one endpoint.
 *
 * @param removals times that it left the answer for its health
 * @param restores times that it came back after one
 * @param falseRemovals removals after which it passed again within the time that was asked for
 * @param detections removals whose first failure was seen
 * @param detection from the first failure of the run to the removal, all together
 * @param longestDetection the longest of them
 * @param flips times that it left or joined the answer, for whatever reason
 */
public record Score(
        int removals,
        int restores,
        int falseRemovals,
        int detections,
        Duration detection,
        Duration longestDetection,
        int flips) {
    public static final Score NONE = new Score(0, 0, 0, 0, Duration.ZERO, Duration.ZERO, 0);

    Score removed() {
        return new Score(removals + 1, restores, falseRemovals, detections, detection, longestDetection, flips);
    }

    Score restored() {
        return new Score(removals, restores + 1, falseRemovals, detections, detection, longestDetection, flips);
    }

    Score removedInVain() {
        return new Score(removals, restores, falseRemovals + 1, detections, detection, longestDetection, flips);
    }

    Score detected(Duration length) {
        return new Score(
                removals,
                restores,
                falseRemovals,
                detections + 1,
                detection.plus(length),
                longestDetection.compareTo(length) < 0 ? length : longestDetection,
                flips);
    }

    Score flipped() {
        return new Score(removals, restores, falseRemovals, detections, detection, longestDetection, flips + 1);
    }

    /** The mean of the detections; zero where there was none. */
    public Duration meanDetection() {
        return detections == 0 ? Duration.ZERO : detection.dividedBy(detections);
    }
}
