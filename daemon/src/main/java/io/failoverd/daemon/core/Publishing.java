package io.failoverd.daemon.core;

import io.failoverd.daemon.core.ServiceState.PoolAlerts;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What publishers tell: one alert for each that cannot bring a decision to its target, until it is there. */
final class Publishing {
    /** Our own server, which every service has. */
    static final String LOCAL = "local";

    private Publishing() {}

    static void told(Turn turn, Event.PublishTold told) {
        @Nullable ServiceState service = turn.world.services().get(told.service());
        if (service == null || !keeps(turn.world, told)) {
            return; // a late word of what a reload took away
        }
        Map<String, PublishStage> troubles = new TreeMap<>(service.open().unpublished());
        @Nullable PublishStage before = troubles.get(told.publisher());
        switch (told.stage()) {
            case FAILED -> troubles.put(told.publisher(), PublishStage.FAILED);
            case LAGGING -> troubles.putIfAbsent(told.publisher(), PublishStage.LAGGING);
            case PUBLISHED -> troubles.remove(told.publisher(), PublishStage.FAILED);
            case VERIFIED -> troubles.remove(told.publisher());
            case DRIFTED, SETTLED -> {}
        }
        boolean begins = before == null && troubles.containsKey(told.publisher());
        boolean ends = before != null && !troubles.containsKey(told.publisher());
        if (begins || ends) {
            turn.effects.add(raised(turn, service, told, begins));
        }
        PoolAlerts open = service.open();
        if (!troubles.equals(open.unpublished())) {
            turn.replace(service, service.with(open.withUnpublished(troubles)));
        }
    }

    /** Once: nobody tries it again, so that nothing ends it. */
    static void notHandedBack(Turn turn, Event.HandBackFailed failed) {
        turn.effects.add(new Effect.Raise(new Alert(
                AlertType.HAND_BACK_FAILED,
                true,
                failed.service(),
                null,
                null,
                null,
                failed.publisher(),
                failed.service() + ": publisher " + failed.publisher() + " gave it up, and it was not handed back: "
                        + failed.why(),
                List.of(),
                List.of(),
                0,
                turn.world.wall().at(turn.now))));
    }

    private static boolean keeps(World world, Event.PublishTold told) {
        return told.publisher().equals(LOCAL)
                || world.common()
                        .publishers()
                        .getOrDefault(told.service(), Set.of())
                        .contains(told.publisher());
    }

    private static Effect raised(Turn turn, ServiceState service, Event.PublishTold told, boolean begins) {
        String where = begins ? " is not answered by its target: " : " is answered by its target: ";
        return new Effect.Raise(new Alert(
                AlertType.PUBLISH_FAILED,
                begins,
                told.service(),
                null,
                null,
                null,
                told.publisher(),
                told.service() + ": publisher " + told.publisher() + ", generation " + told.generation() + where
                        + told.text(),
                List.of(),
                service.decision() == null ? List.of() : service.decision().answer(),
                told.generation(),
                turn.world.wall().at(turn.now)));
    }
}
