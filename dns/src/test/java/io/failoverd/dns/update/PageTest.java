package io.failoverd.dns.update;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The servers themselves accept the configurations that docs/publishers/rfc2136.md shows. */
class PageTest {
    private static final Path PAGE =
            Path.of(System.getProperty("failoverd.root", "..")).resolve("docs/publishers/rfc2136.md");

    @TempDir
    Path folder;

    private static String block(String kind) throws IOException {
        Matcher found = Pattern.compile("^```" + kind + "\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL)
                .matcher(Files.readString(PAGE));
        assertThat(found.find()).as("a block of kind %s", kind).isTrue();
        return found.group(1);
    }

    @Test
    void bind_takes_it() throws Exception {
        Peer.require("named-checkconf", "bind9");
        Peer.zoneFile(folder);
        String conf = "options { directory \"" + folder + "\"; notify-delay 0; };\n" + block("named");
        Path file = Files.writeString(folder.resolve("named.conf"), conf);
        Peer.run(folder, "named-checkconf", "-z", file.toString());
    }

    @Test
    void knot_takes_it() throws Exception {
        Peer.require("knotc", "knot");
        Path file = Files.writeString(folder.resolve("knot.conf"), block("knot"));
        assertThat(Peer.run(folder, "knotc", "-c", file.toString(), "conf-check"))
                .contains("valid");
    }

    @Test
    void power_dns_takes_it() throws Exception {
        Peer.require("pdns_server", "pdns-server");
        Files.writeString(folder.resolve("pdns.conf"), block("pdns"));
        String text = Peer.run(folder, "pdns_server", "--config-dir=" + folder, "--config=check");
        assertThat(text).doesNotContainIgnoringCase("error");
    }

    @Test
    void the_page_names_every_code_that_is_told_apart() throws IOException {
        String page = Files.readString(PAGE);
        for (String code :
                new String[] {"NXRRSET", "YXRRSET", "BADKEY", "BADSIG", "BADTIME", "NOTAUTH", "REFUSED", "NOTZONE"}) {
            assertThat(page).contains(code);
        }
    }
}
