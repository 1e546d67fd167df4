package io.failoverd.daemon.bench;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** The raw file of bench/dns, read: what each run cost, and ratios of two servers in the same round. */
final class DnsFigures {
    static final String FIXED = "fixed";
    static final String SATURATED = "saturated";
    static final String LATENCY = "latency";

    private final JsonObject file;

    DnsFigures(JsonObject file) {
        this.file = file;
    }

    /** A server of the contest; what it lacked or how it failed, if it did. */
    record Server(JsonObject json) {
        String key() {
            return json.getString("key");
        }

        String title() {
            return json.getString("title");
        }

        boolean ours() {
            return key().startsWith("failoverd");
        }

        Optional<String> failed() {
            return Optional.ofNullable(json.getString("failed"));
        }
    }

    /** One measurement. Times are of the server's CPU, in microseconds for each answer that came back. */
    record Run(JsonObject json) {
        boolean is(String server, String load, String kind) {
            return json.getString("server").equals(server)
                    && json.getString("load", "").equals(load)
                    && json.getString("kind").equals(kind);
        }

        int round() {
            return json.getInteger("round");
        }

        boolean right() {
            return json.getBoolean("right");
        }

        double cpu() {
            return each("cpuSeconds");
        }

        /** The share of the CPU that was spent outside the kernel, in percent. */
        double userShare() {
            double user = json.getDouble("userSeconds");
            double all = user + json.getDouble("systemSeconds");
            return all == 0 ? 0 : 100 * user / all;
        }

        double perSecond() {
            return json.getDouble("answersPerSecond");
        }

        /** In percent of what was sent. */
        double lost() {
            return 100 * json.getDouble("lost") / Math.max(1, json.getDouble("sent"));
        }

        double latency(String percentile) {
            return json.getJsonObject("microseconds").getDouble(percentile);
        }

        private double each(String seconds) {
            return json.getDouble(seconds) * 1e6 / json.getDouble("answers");
        }
    }

    JsonObject json() {
        return file;
    }

    /** A kind of run in words: at which rate. */
    String kind(String kind) {
        return kind.equals(FIXED) ? "%,d a second".formatted(file.getInteger("rate")) : kind;
    }

    List<Server> servers() {
        return objects("servers").map(Server::new).toList();
    }

    Stream<JsonObject> objects(String key) {
        return file.getJsonArray(key, new JsonArray()).stream().map(JsonObject.class::cast);
    }

    List<String> loads() {
        return List.copyOf(file.getJsonObject("loads").fieldNames());
    }

    /** The runs that brought right answers. */
    List<Run> runs(String server, String load, String kind) {
        return objects("runs")
                .map(Run::new)
                .filter(run -> run.is(server, load, kind) && run.right())
                .toList();
    }

    long wrongRuns() {
        return objects("runs").filter(run -> !run.getBoolean("right")).count();
    }

    Optional<Spread> of(String server, String load, String kind, ToDoubleFunction<Run> figure) {
        return spread(
                runs(server, load, kind).stream().mapToDouble(figure).boxed().toList());
    }

    /** Of the two servers' figures in each round that has both. */
    Optional<Spread> ratio(String server, String peer, String load, String kind, ToDoubleFunction<Run> figure) {
        var ratios = new ArrayList<Double>();
        for (Run mine : runs(server, load, kind)) {
            runs(peer, load, kind).stream()
                    .filter(theirs -> theirs.round() == mine.round())
                    .forEach(theirs -> ratios.add(figure.applyAsDouble(mine) / figure.applyAsDouble(theirs)));
        }
        return spread(ratios);
    }

    static Optional<Spread> spread(List<Double> figures) {
        return figures.isEmpty() ? Optional.empty() : Optional.of(Spread.of(figures));
    }
}
