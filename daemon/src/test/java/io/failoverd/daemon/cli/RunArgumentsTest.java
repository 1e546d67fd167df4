package io.failoverd.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The short way to a running daemon reads what the long way reads, and leaves to it all that has to be explained. */
class RunArgumentsTest {
    @Test
    void theArgumentsOfAServiceAreReadAsTheCommandLineReadsThem() {
        for (String line : new String[] {"run --config a.yaml", "run --config /etc/a.yaml --state-dir /var/lib/b"}) {
            String[] args = line.split(" ");
            RunArguments read = RunArguments.plain(args).orElseThrow();
            CommandLine.ParseResult parsed =
                    RootCommand.commandLine(Map.of(), args).parseArgs(args).subcommand();
            assertThat(read.config()).isEqualTo(parsed.matchedOptionValue("--config", Path.of("none")));
            assertThat(read.stateDir()).isEqualTo(parsed.matchedOptionValue("--state-dir", Optional.empty()));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "run",
                "run --config",
                "run --config --help",
                "run --config=a.yaml",
                "run --config a.yaml --help",
                "run --config a.yaml --state-dir",
                "run --config a.yaml --state-dir b c",
                "run --state-dir b --config a.yaml",
                "run --config @file",
                "check --config a.yaml",
                "Run --config a.yaml"
            })
    void anythingElseIsForTheCommandLine(String line) {
        assertThat(RunArguments.plain(line.isEmpty() ? new String[0] : line.split(" ")))
                .isEmpty();
    }
}
