package io.failoverd.daemon.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Alerts that wait for delivery, and those given up. On the thread of its connection. */
final class OutboxTable {
    private OutboxTable() {}

    /** In the order they were raised, at most {@code limit}. */
    static List<OutboxRow> pending(Connection connection, int limit) throws SQLException {
        List<OutboxRow> pending = new ArrayList<>();
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT * FROM outbox WHERE state = 'pending' ORDER BY seq LIMIT ?")) {
            Columns.bind(statement, limit);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    pending.add(new OutboxRow(
                            rows.getString("id"),
                            rows.getString("channel"),
                            rows.getString("incident"),
                            rows.getString("body"),
                            Instant.ofEpochMilli(rows.getLong("created")),
                            rows.getInt("attempts"),
                            Instant.ofEpochMilli(rows.getLong("next_at")),
                            rows.getString("last_error"),
                            OutboxRow.State.of(rows.getString("state"))));
                }
            }
        }
        return pending;
    }

    static void put(Connection connection, Map<OutboxRow.Key, Backlog.OutboxChange> changes) throws SQLException {
        if (changes.isEmpty()) {
            return;
        }
        // An upsert and not a replacement: the row keeps its place in the order.
        try (PreparedStatement put = connection.prepareStatement("""
                        INSERT INTO outbox (id, channel, incident, body, created, attempts, next_at, last_error, state)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                        ON CONFLICT (id, channel) DO UPDATE SET attempts = excluded.attempts,
                          next_at = excluded.next_at, last_error = excluded.last_error, state = excluded.state""");
                PreparedStatement delete =
                        connection.prepareStatement("DELETE FROM outbox WHERE id = ? AND channel = ?")) {
            for (var change : changes.entrySet()) {
                if (change.getValue().row().isPresent()) {
                    bind(put, change.getValue().row().get());
                    put.executeUpdate();
                } else {
                    Columns.bind(delete, change.getKey().id(), change.getKey().channel());
                    delete.executeUpdate();
                }
            }
        }
    }

    private static void bind(PreparedStatement put, OutboxRow row) throws SQLException {
        Columns.bind(
                put,
                row.id(),
                row.channel(),
                row.incident(),
                row.body(),
                row.created().toEpochMilli(),
                row.attempts(),
                row.nextAt().toEpochMilli(),
                row.lastError(),
                row.state().word());
    }

    /** Deletes what was given up long ago or lies beyond the newest {@code keep}; at most {@code step} rows. */
    static int prune(Connection connection, Instant before, int keep, int step) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                DELETE FROM outbox WHERE seq IN (
                  SELECT seq FROM outbox WHERE state = 'dead' AND (created < ? OR seq <= (
                    SELECT seq FROM outbox WHERE state = 'dead' ORDER BY seq DESC LIMIT 1 OFFSET ?))
                  ORDER BY seq LIMIT ?)""")) {
            Columns.bind(statement, before.toEpochMilli(), keep, step);
            return statement.executeUpdate();
        }
    }
}
