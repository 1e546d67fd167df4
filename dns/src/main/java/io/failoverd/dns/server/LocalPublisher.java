package io.failoverd.dns.server;

import io.failoverd.dns.Publisher;
import io.failoverd.dns.answer.AnswerTable;
import io.failoverd.dns.answer.NameSlot;
import io.failoverd.dns.client.ClientRegions;
import io.failoverd.dns.model.DesiredRecords;
import io.failoverd.dns.model.PublishOutcome;
import io.failoverd.dns.zone.ZoneSet;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/**
 * Publishes to our own server: when {@link #publish} returns, the next query gets the new answer. The only writer of the
 * table; its lock keeps a decision from being lost in a reload, and no query ever takes it.
 */
final class LocalPublisher implements Publisher {
    private final AtomicReference<AnswerTable> tables;

    LocalPublisher(AnswerTable table) {
        this.tables = new AtomicReference<>(table);
    }

    @Override
    public String name() {
        return "local";
    }

    @Override
    public Future<PublishOutcome> publish(DesiredRecords desired) {
        return Future.succeededFuture(apply(desired));
    }

    private synchronized PublishOutcome apply(DesiredRecords desired) {
        NameSlot slot = slot(desired.name());
        if (slot == null) {
            return new PublishOutcome.Refused(
                    desired.generation(), desired.name() + " is not a dynamic name of the zones served here");
        }
        long present = AnswerTable.generation(slot);
        if (desired.generation() < present) {
            return new PublishOutcome.Superseded(desired.generation(), present);
        }
        AnswerTable.apply(slot, desired);
        return new PublishOutcome.Applied(desired.generation());
    }

    private @Nullable NameSlot slot(String name) {
        try {
            return tables.get().slot(Name.fromString(name, Name.root));
        } catch (TextParseException e) {
            return null;
        }
    }

    /**
     * Swaps all zones and client regions at once; names that stay keep their answers. Compiles without the lock, since a decision must not
     * wait for a reload; under it, only what was decided meanwhile. One reload at a time.
     */
    void replaceZones(ZoneSet zones, ClientRegions clients, Instant now) {
        AnswerTable next = tables.get().reloaded(zones, clients, now);
        synchronized (this) {
            next.catchUp(tables.get());
            tables.set(next);
        }
    }

    /** What the server threads read. */
    AtomicReference<AnswerTable> tables() {
        return tables;
    }
}
