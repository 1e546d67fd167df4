package io.failoverd.probes;

import io.failoverd.probes.model.Moment;
import java.time.Duration;

/**
 * How one event loop of the {@link ProbeLoop} is doing.
 *
 * @param lane its number, from 0
 * @param targets targets that it probes
 * @param starts probes started since the loop began
 * @param inFlight probes without a result
 * @param skipped due starts left out since too many probes of the target were in flight
 * @param lateness how late those starts were
 * @param lastLag how late the latest heartbeat was
 * @param lastProgress when the loop's latest heartbeat ran; it beats every {@link ProbeLane#HEARTBEAT}
 */
public record LaneSnapshot(
        int lane,
        int targets,
        long starts,
        int inFlight,
        long skipped,
        Lateness lateness,
        Duration lastLag,
        Moment lastProgress) {}
