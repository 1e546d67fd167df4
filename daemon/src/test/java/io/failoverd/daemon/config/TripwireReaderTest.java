package io.failoverd.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.probes.model.TripwireSettings;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A tripwire is off unless written, and has two defaults. */
class TripwireReaderTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "'http: {}', , ",
        "'http: {}, tripwire: false', , ",
        "'http: {}, tripwire: true', 0, PT5S",
        "'http: {}, tripwire: {}', 0, PT5S",
        "'http: {}, tripwire: {port: 8443, keepalive: 1s}', 8443, PT1S",
        "'icmp: {}, tripwire: {port: 8443}', 8443, PT5S",
        "'dns: {name: example.com, transport: tcp}, tripwire: true', 0, PT5S",
    })
    void itIsThereWhereItIsAskedFor(String check, @Nullable Integer port, @Nullable Duration keepalive) {
        String text = TestFiles.SMALL.replace("http: {}", check);
        TripwireSettings settings = TestFiles.loaded(TestFiles.write(directory, text))
                .configuration()
                .check("web")
                .cadence()
                .tripwire();
        assertThat(settings)
                .isEqualTo(port == null || keepalive == null ? null : new TripwireSettings(port, keepalive));
    }
}
