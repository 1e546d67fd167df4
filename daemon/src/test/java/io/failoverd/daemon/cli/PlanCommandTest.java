package io.failoverd.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlanCommandTest extends CommandLineOverSockets {
    @Test
    void planShowsWhatWouldChangeAndIsBadWhereATargetCannotBeRead() {
        Ran ran = run("plan");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out()).isEqualTo("""
                bind-hz  www.gslb.example.com  generation 12  would change
                  add 203.0.113.20, TTL 5 s
                  ! the target lets no TTL be under 600 s, and 5 s is wanted: resolvers may give out a dead address for 601 s after it has left there
                bind-sh  www.gslb.example.com  generation 12  refused: nobody listens
                """);
        assertThat(run("plan", "nobody.example.com").err()).contains("there is no service nobody.example.com");
    }
}
