package io.failoverd.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "::, ::",
        "::1, ::1",
        "2001:db8::1, 2001:db8::1",
        "2001:DB8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:db8:0:1:0:0:0:1, 2001:db8:0:1::1",
        "2001:db8::, 2001:db8::",
        "fe80::10:0, fe80::10:0",
        "2001:db8:1:0:1:1:1:1, 2001:db8:1:0:1:1:1:1",
    })
    void anAddressReadsAsRfc5952HasIt(String literal, String text) {
        assertThat(Addresses.text(Addresses.parse(literal))).isEqualTo(text);
        assertThat(InetAddress.ofLiteral(text)).isEqualTo(InetAddress.ofLiteral(literal));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "10.1",
                "010.0.0.1",
                "0x7f.0.0.1",
                "1.2.3.4.5",
                "1.2.3.256",
                "localhost",
                "fe80::1%lo",
                "[::1]",
                ":",
                ":::",
                "1:2:3:4:5:6:7:8:9",
                "::1.2.3",
                "١.1.1.1"
            })
    void whatTheJdkMightGuessAtIsNoAddress(String text) {
        assertThat(Addresses.parse(text)).isNull();
    }
}
