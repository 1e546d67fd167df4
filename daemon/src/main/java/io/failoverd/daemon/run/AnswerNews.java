package io.failoverd.daemon.run;

import io.failoverd.daemon.admin.Metrics;
import io.failoverd.daemon.admin.RecentEvents;
import io.failoverd.daemon.watch.Told;
import java.time.Clock;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes what is seen of the answers after decisions to the log, the events and the metrics. Any thread. */
final class AnswerNews {
    private static final Logger LOG = LoggerFactory.getLogger(AnswerNews.class);

    private final Metrics metrics;
    private final RecentEvents recent;
    private final Clock wall;

    AnswerNews(Metrics metrics, RecentEvents recent, Clock wall) {
        this.metrics = metrics;
        this.recent = recent;
        this.wall = wall;
    }

    void servers(Set<String> servers) {
        metrics.watched(servers);
    }

    void told(Told told) {
        metrics.answer(told);
        switch (told) {
            case Told.Settled _ -> LOG.info("answer service={} {}", told.service(), told.text());
            case Told.Late _, Told.GivenUp _, Told.Skipped _ ->
                LOG.warn("answer service={} {}", told.service(), told.text());
        }
        recent.add(wall.instant(), "answer", told.service(), null, told.text());
    }
}
