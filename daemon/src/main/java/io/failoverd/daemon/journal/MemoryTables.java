package io.failoverd.daemon.journal;

import io.failoverd.daemon.core.CommonMemory;
import io.failoverd.daemon.core.EndpointMemory;
import io.failoverd.daemon.core.EndpointMemory.OverrideMemory;
import io.failoverd.daemon.core.EndpointMemory.RampMemory;
import io.failoverd.daemon.core.Memory;
import io.failoverd.daemon.core.PublishStage;
import io.failoverd.daemon.core.ServiceMemory;
import io.failoverd.daemon.core.ServiceMemory.FreezeMemory;
import io.failoverd.daemon.core.ServiceMemory.RemovalMemory;
import io.failoverd.daemon.core.health.Health;
import io.failoverd.daemon.core.pool.OverrideMode;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Endpoints, services and the daemon's own row: what {@link Memory} is read from. On the thread of its connection. */
final class MemoryTables {
    private static final String PUT_ENDPOINT = """
            INSERT OR REPLACE INTO endpoints (service, endpoint, address, health, since, condemned_by, repeats,
              held_until, hold_length, clean_since, seen_up, removed_open, withheld_open, degraded_open,
              override_mode, override_since, override_until, override_length, override_by, override_note,
              carried_out, awaits_resume, ramp_down, ramp_step, quorum_open, drilled_open)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";
    private static final String PUT_SERVICE = """
            INSERT OR REPLACE INTO services (service, generation, answer, changed_at, all_down_open, last_healthy,
              prescale_open, active_tier, removal_region, removal_at,
              freeze_since, freeze_until, freeze_length, freeze_by, freeze_note, unpublished, unresolved)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    /** In SQLite's message for text that is no JSON; the code is that of any error. */
    private static final String MALFORMED = "malformed JSON";

    private MemoryTables() {}

    static Memory load(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT * FROM daemon");
                ResultSet rows = statement.executeQuery()) {
            if (!rows.next()) {
                return Memory.NONE;
            }
            return new Memory(
                    endpoints(connection),
                    services(connection),
                    new CommonMemory(
                            rows.getBoolean("config_rejected"), rows.getBoolean("isolated"), removals(connection)),
                    Instant.parse(rows.getString("alive_at")),
                    rows.getLong("generations_reserved"));
        }
    }

    static void alive(Connection connection, String node, Instant now, long generationsReserved) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                INSERT INTO daemon (one, node, alive_at, generations_reserved) VALUES (1, ?, ?, ?)
                ON CONFLICT DO UPDATE SET node = excluded.node, alive_at = excluded.alive_at,
                  generations_reserved = max(generations_reserved, excluded.generations_reserved)""")) {
            Columns.bind(statement, node, now, generationsReserved);
            statement.executeUpdate();
        }
    }

    /** The daemon's row is there already. */
    static void putCommon(Connection connection, CommonMemory common) throws SQLException {
        try (PreparedStatement alerts =
                        connection.prepareStatement("UPDATE daemon SET config_rejected = ?, isolated = ?");
                PreparedStatement clear = connection.prepareStatement("DELETE FROM removals");
                PreparedStatement put =
                        connection.prepareStatement("INSERT INTO removals (address, at) VALUES (?, ?)")) {
            Columns.bind(alerts, common.configRejected(), common.isolated());
            alerts.executeUpdate();
            clear.executeUpdate();
            for (CommonMemory.RemovalMemory removal : common.removals()) {
                Columns.bind(put, removal.address(), removal.at());
                put.executeUpdate();
            }
        }
    }

    private static List<CommonMemory.RemovalMemory> removals(Connection connection) throws SQLException {
        List<CommonMemory.RemovalMemory> removals = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement("SELECT * FROM removals ORDER BY seq");
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                removals.add(new CommonMemory.RemovalMemory(
                        InetAddress.ofLiteral(rows.getString("address")), Instant.parse(rows.getString("at"))));
            }
        }
        return removals;
    }

    static void putEndpoints(Connection connection, Map<Batch.EndpointKey, Optional<EndpointMemory>> changes)
            throws SQLException {
        if (changes.isEmpty()) {
            return;
        }
        try (PreparedStatement put = connection.prepareStatement(PUT_ENDPOINT);
                PreparedStatement delete =
                        connection.prepareStatement("DELETE FROM endpoints WHERE service = ? AND endpoint = ?")) {
            for (var change : changes.entrySet()) {
                if (change.getValue().isPresent()) {
                    bind(put, change.getValue().get());
                    put.executeUpdate();
                } else {
                    Columns.bind(
                            delete, change.getKey().service(), change.getKey().endpoint());
                    delete.executeUpdate();
                }
            }
        }
    }

    private static void bind(PreparedStatement put, EndpointMemory e) throws SQLException {
        OverrideMemory o = e.override();
        Columns.bind(
                put,
                e.service(),
                e.endpoint(),
                e.address(),
                e.health(),
                e.since(),
                e.condemnedBy(),
                e.repeats(),
                e.heldUntil(),
                e.holdLength(),
                e.cleanSince(),
                e.seenUp(),
                e.removedOpen(),
                e.withheldOpen(),
                e.degradedOpen(),
                o == null ? null : o.mode(),
                o == null ? null : o.since(),
                o == null ? null : o.expires(),
                o == null ? null : o.length(),
                o == null ? null : o.by(),
                o == null ? null : o.note(),
                e.carriedOut(),
                e.awaitsResume(),
                e.ramp() == null ? null : e.ramp().down(),
                e.ramp() == null ? null : e.ramp().step(),
                e.quorumOpen(),
                e.drilledOpen());
    }

    /** Each with its endpoints. */
    static void forgetServices(Connection connection, Collection<String> names) throws SQLException {
        if (names.isEmpty()) {
            return;
        }
        try (PreparedStatement endpoints = connection.prepareStatement("DELETE FROM endpoints WHERE service = ?");
                PreparedStatement service = connection.prepareStatement("DELETE FROM services WHERE service = ?")) {
            for (String name : names) {
                Columns.bind(endpoints, name);
                endpoints.executeUpdate();
                Columns.bind(service, name);
                service.executeUpdate();
            }
        }
    }

    static void putServices(Connection connection, Collection<ServiceMemory> services) throws SQLException {
        if (services.isEmpty()) {
            return;
        }
        try (PreparedStatement put = connection.prepareStatement(PUT_SERVICE)) {
            for (ServiceMemory service : services) {
                RemovalMemory removal = service.lastRemoval();
                FreezeMemory freeze = service.freeze();
                Columns.bind(
                        put,
                        service.service(),
                        service.generation(),
                        Columns.addresses(service.answer()),
                        service.changedAt(),
                        service.allDownOpen(),
                        Columns.texts(service.lastHealthy()),
                        service.prescaleOpen(),
                        service.activeTier(),
                        removal == null ? null : removal.region(),
                        removal == null ? null : removal.at(),
                        freeze == null ? null : freeze.since(),
                        freeze == null ? null : freeze.expires(),
                        freeze == null ? null : freeze.length(),
                        freeze == null ? null : freeze.by(),
                        freeze == null ? null : freeze.note(),
                        new JsonObject(new LinkedHashMap<>(service.unpublished())).encode(),
                        Columns.texts(service.unresolved()));
                put.executeUpdate();
            }
        }
    }

    private static List<EndpointMemory> endpoints(Connection connection) throws SQLException {
        List<EndpointMemory> endpoints = new ArrayList<>();
        try (PreparedStatement statement =
                        connection.prepareStatement("SELECT * FROM endpoints ORDER BY service, endpoint");
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                endpoints.add(new EndpointMemory(
                        rows.getString("service"),
                        rows.getString("endpoint"),
                        InetAddress.ofLiteral(rows.getString("address")),
                        Health.valueOf(rows.getString("health")),
                        Instant.parse(rows.getString("since")),
                        rows.getString("condemned_by"),
                        rows.getBoolean("carried_out"),
                        rows.getInt("repeats"),
                        instant(rows, "held_until"),
                        Duration.parse(rows.getString("hold_length")),
                        instant(rows, "clean_since"),
                        rows.getBoolean("awaits_resume"),
                        rows.getBoolean("seen_up"),
                        rows.getBoolean("removed_open"),
                        rows.getBoolean("withheld_open"),
                        rows.getBoolean("degraded_open"),
                        rows.getBoolean("quorum_open"),
                        rows.getBoolean("drilled_open"),
                        override(rows),
                        rows.getObject("ramp_step") == null
                                ? null
                                : new RampMemory(rows.getBoolean("ramp_down"), rows.getInt("ramp_step"))));
            }
        }
        return endpoints;
    }

    private static @Nullable OverrideMemory override(ResultSet rows) throws SQLException {
        String mode = rows.getString("override_mode");
        if (mode == null) {
            return null;
        }
        return new OverrideMemory(
                OverrideMode.valueOf(mode),
                Instant.parse(rows.getString("override_since")),
                instant(rows, "override_until"),
                duration(rows, "override_length"),
                rows.getString("override_by"),
                rows.getString("override_note"));
    }

    private static List<ServiceMemory> services(Connection connection) throws SQLException {
        List<ServiceMemory> services = new ArrayList<>();
        Map<String, Map<String, String>> answers = members(connection, "answer");
        Map<String, Map<String, String>> healthy = members(connection, "last_healthy");
        Map<String, Map<String, String>> unpublished = members(connection, "unpublished");
        Map<String, Map<String, String>> unresolved = members(connection, "unresolved");
        try (PreparedStatement statement = connection.prepareStatement("SELECT * FROM services ORDER BY service");
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                String service = rows.getString("service");
                services.add(new ServiceMemory(
                        service,
                        rows.getLong("generation"),
                        of(service, answers).values().stream()
                                .map(InetAddress::ofLiteral)
                                .toList(),
                        Instant.parse(rows.getString("changed_at")),
                        rows.getBoolean("all_down_open"),
                        rows.getBoolean("prescale_open"),
                        stages(of(service, unpublished)),
                        List.copyOf(of(service, unresolved).values()),
                        List.copyOf(of(service, healthy).values()),
                        rows.getInt("active_tier"),
                        removal(rows),
                        freeze(rows)));
            }
        }
        return services;
    }

    /**
     * What a column of JSON holds for each service, in its order. SQLite takes it apart: our own reader of JSON is not ready
     * before 50 ms of work, and the first answer waits for what is read here.
     */
    private static Map<String, Map<String, String>> members(Connection connection, String column) throws SQLException {
        Map<String, Map<String, String>> members = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement("SELECT service, key, value, type FROM services,"
                        + " json_each(services." + column + ") ORDER BY service, json_each.id");
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                if (!"text".equals(rows.getString("type"))) {
                    throw new IllegalArgumentException(column + " holds something else than texts");
                }
                members.computeIfAbsent(rows.getString("service"), _ -> new LinkedHashMap<>())
                        .put(rows.getString("key"), rows.getString("value"));
            }
        } catch (SQLException e) {
            if (String.valueOf(e.getMessage()).contains(MALFORMED)) {
                throw new IllegalArgumentException(column + " is not JSON", e);
            }
            throw e;
        }
        return members;
    }

    private static Map<String, String> of(String service, Map<String, Map<String, String>> members) {
        return members.getOrDefault(service, Map.of());
    }

    private static Map<String, PublishStage> stages(Map<String, String> texts) {
        Map<String, PublishStage> stages = new TreeMap<>();
        texts.forEach((publisher, stage) -> stages.put(publisher, PublishStage.valueOf(stage)));
        return stages;
    }

    private static @Nullable RemovalMemory removal(ResultSet rows) throws SQLException {
        String region = rows.getString("removal_region");
        return region == null ? null : new RemovalMemory(region, Instant.parse(rows.getString("removal_at")));
    }

    private static @Nullable FreezeMemory freeze(ResultSet rows) throws SQLException {
        String since = rows.getString("freeze_since");
        return since == null
                ? null
                : new FreezeMemory(
                        Instant.parse(since),
                        instant(rows, "freeze_until"),
                        duration(rows, "freeze_length"),
                        rows.getString("freeze_by"),
                        rows.getString("freeze_note"));
    }

    private static @Nullable Duration duration(ResultSet rows, String column) throws SQLException {
        String text = rows.getString(column);
        return text == null ? null : Duration.parse(text);
    }

    private static @Nullable Instant instant(ResultSet rows, String column) throws SQLException {
        String text = rows.getString(column);
        return text == null ? null : Instant.parse(text);
    }
}
