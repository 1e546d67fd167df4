package io.failoverd.dns.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineSelectionTest {
    @ParameterizedTest
    @CsvSource({
        "AUTO, ,                ffm",
        "AUTO, this is Windows, nio",
        "FFM,  ,                ffm",
        "FFM,  this is Windows, the engine ffm cannot run here: this is Windows",
        "NIO,  ,                nio",
        "NIO,  this is Windows, nio"
    })
    void onlyAutoTakesAnotherOne(EngineChoice choice, String missing, String expected) {
        EngineSelection.Selected selected = EngineSelection.of(choice, 1, Optional.ofNullable(missing));
        String shown = switch (selected) {
            case EngineSelection.Selected.Engine chosen -> chosen.engine().name();
            case EngineSelection.Selected.None none -> none.problem();
        };
        assertThat(shown).isEqualTo(expected);
    }
}
