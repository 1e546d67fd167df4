package io.failoverd.daemon.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a start waits for, and what it does when that is late. */
class PatienceTest {
    private final Patience patience = new Patience(Duration.ofMillis(1));

    @Test
    void whatIsDoneIsGiven() throws StartFailure {
        assertThat(patience.await("count", Future.succeededFuture(7))).isEqualTo(7);
    }

    @Test
    void whatHasToBeDoneAndIsLateEndsTheStart() {
        assertThatThrownBy(() ->
                        patience.await("open the sockets", Promise.promise().future()))
                .isInstanceOf(StartFailure.class)
                .hasMessage("could not open the sockets within 1ms");
    }

    /** On a loaded machine the daemon gave up: "could not warm TLS up within 10 s". */
    @Test
    void aWarmUpThatIsLateOrFailsIsNoReasonToEnd() {
        assertThatCode(() ->
                        patience.unlessLate("warm TLS up", Promise.promise().future()))
                .doesNotThrowAnyException();
        assertThatCode(() -> patience.unlessLate("warm TLS up", Future.failedFuture("no algorithm")))
                .doesNotThrowAnyException();
    }
}
