package io.failoverd.daemon.journal;

import io.failoverd.daemon.core.pool.Decision;
import io.failoverd.daemon.core.pool.Member;
import io.failoverd.daemon.core.pool.Reason;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;

/** Every decision with its reasons, oldest first, pruned from the old end. On the thread of its connection. */
final class DecisionTable {
    private DecisionTable() {}

    static void add(Connection connection, Collection<Backlog.Decided> decisions) throws SQLException {
        if (decisions.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO decisions (service, generation, at, condition, answer, ttl_s, ttl_why, changed_at, members)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""")) {
            for (Backlog.Decided decided : decisions) {
                Decision decision = decided.decision();
                Columns.bind(
                        insert,
                        decision.service(),
                        decision.generation(),
                        decided.at().toEpochMilli(),
                        decision.condition(),
                        Columns.addresses(decision.answer()),
                        decision.ttl().toSeconds(),
                        decision.ttlWhy(),
                        decision.changedAt(),
                        members(decision));
                insert.executeUpdate();
            }
        }
    }

    private static String members(Decision decision) {
        JsonArray members = new JsonArray();
        for (Member member : decision.members()) {
            JsonArray reasons = new JsonArray();
            for (Reason reason : member.reasons()) {
                reasons.add(new JsonObject().put("code", reason.code().name()).put("text", reason.text()));
            }
            members.add(new JsonObject()
                    .put("endpoint", member.endpoint())
                    .put("region", member.region())
                    .put("address", member.address().getHostAddress())
                    .put("inAnswer", member.inAnswer())
                    .put("reasons", reasons));
        }
        return members.encode();
    }

    /** Deletes, of the {@code step} oldest, those from before {@code before}: the table is never scanned. */
    static int pruneByAge(Connection connection, Instant before, int step) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                DELETE FROM decisions WHERE seq IN (
                  SELECT seq FROM (SELECT seq, at FROM decisions ORDER BY seq LIMIT ?) WHERE at < ?)""")) {
            Columns.bind(statement, step, before.toEpochMilli());
            return statement.executeUpdate();
        }
    }

    /** Deletes the {@code step} oldest. */
    static int pruneOldest(Connection connection, int step) throws SQLException {
        return pruneByAge(connection, Instant.ofEpochMilli(Long.MAX_VALUE), step);
    }
}
