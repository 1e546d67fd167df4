package io.failoverd.daemon.admin;

import io.failoverd.daemon.core.World;
import io.failoverd.daemon.watch.Progress;
import io.failoverd.daemon.watch.ServerFigures;
import io.failoverd.daemon.watch.Watch;
import io.failoverd.daemon.watch.WatchReport;
import io.failoverd.probes.model.Moment;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** How servers follow decisions, in the status. The keys are a contract. */
final class WatchJson {
    private WatchJson() {}

    static JsonObject of(WatchReport report, World world, Moment now) {
        var servers = new JsonArray();
        report.servers().forEach(server -> servers.add(server(server)));
        var open = new JsonArray();
        report.open().forEach(watch -> open.add(watch(watch, world, now)));
        return new JsonObject().put("servers", servers).put("open", open).put("skipped", report.skipped());
    }

    /** Percentiles of the latest 512, in seconds; null before the first. */
    private static JsonObject server(ServerFigures figures) {
        return new JsonObject()
                .put("server", figures.server())
                .put("settled", figures.settled())
                .put("p50Seconds", seconds(figures, 50))
                .put("p90Seconds", seconds(figures, 90))
                .put("p99Seconds", seconds(figures, 99))
                .put("stale", figures.stale())
                .put("silent", figures.silent());
    }

    private static @Nullable Double seconds(ServerFigures figures, int percent) {
        return figures.percentile(percent).map(each -> each.toMillis() / 1e3).orElse(null);
    }

    private static JsonObject watch(Watch watch, World world, Moment now) {
        var servers = new JsonArray();
        for (Progress each : watch.servers()) {
            servers.add(new JsonObject()
                    .put("server", each.server())
                    .put("state", each.state().name().toLowerCase(Locale.ROOT))
                    .put("clean", each.clean())
                    .put("stale", each.stale())
                    .put("text", each.last()));
        }
        return new JsonObject()
                .put("service", watch.awaited().service())
                .put("generation", watch.awaited().generation())
                .put("since", EndpointJson.time(world.wall().at(watch.awaited().since())))
                .put("seconds", now.since(watch.awaited().since()).toMillis() / 1e3)
                .put("gone", addresses(watch.awaited().gone()))
                .put("come", addresses(watch.awaited().come()))
                .put("needed", watch.awaited().needed())
                .put("servers", servers);
    }

    private static JsonArray addresses(Set<InetAddress> addresses) {
        var texts = new TreeSet<String>();
        addresses.forEach(address -> texts.add(address.getHostAddress()));
        var json = new JsonArray();
        texts.forEach(json::add);
        return json;
    }
}
