package io.failoverd.daemon.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The unit as an operator installs it, judged by systemd's own tools in a staged root. */
@Tag("package")
class SystemdUnitTest {
    /** Not a @TempDir: it would warn of every link among systemd's own units. */
    private Path folder;

    private Path unit;

    @BeforeEach
    void stage() throws Exception {
        Program.need("systemd-analyze");
        folder = Files.createTempDirectory("failoverd-unit");
        Path units = Files.createDirectories(folder.resolve("root/etc/systemd/system"));
        Files.createDirectories(folder.resolve("root/usr/bin"));
        Files.createDirectories(folder.resolve("root/usr/lib/systemd"));
        Files.createDirectories(folder.resolve("root/opt"));
        Files.createSymbolicLink(folder.resolve("root/bin"), Path.of("usr/bin"));
        Files.createSymbolicLink(folder.resolve("root/lib"), Path.of("usr/lib"));
        copy("/usr/lib/systemd/system", "root/usr/lib/systemd/");
        copy("/bin/kill", "root/usr/bin/");
        copy(Program.built("").toString(), "root/opt/failoverd");
        unit = units.resolve("failoverd.service");
        Path installed = folder.resolve("root/opt/failoverd/systemd");
        Files.copy(installed.resolve("failoverd.service"), unit);
        Path dropIns = Files.createDirectory(units.resolve("failoverd.service.d"));
        Files.copy(
                installed.resolve("failoverd.service.d/credentials.conf.example"), dropIns.resolve("credentials.conf"));
    }

    @AfterEach
    void remove() throws Exception {
        if (folder != null) {
            Program.run("rm", "-rf", folder.toString());
        }
    }

    private void copy(String from, String to) throws Exception {
        Program copied = Program.run("cp", "-a", from, folder.resolve(to).toString());
        assertThat(Files.exists(folder.resolve(to))).as(copied.err()).isTrue();
    }

    private String verify() throws Exception {
        Program verified =
                Program.run("systemd-analyze", "verify", "--root=" + folder.resolve("root"), "failoverd.service");
        return verified.out() + verified.err();
    }

    @Test
    void verifyIsSilentAboutTheUnitAndItsDropIn() throws Exception {
        assertThat(verify()).isEmpty();
    }

    @Test
    void verifyWouldNoticeAMisspeltKeyAndAMissingLauncher() throws Exception {
        String good = Files.readString(unit);
        Files.writeString(unit, good.replace("LockPersonality=", "LokPersonality="));
        assertThat(verify()).contains("LokPersonality");
        Files.writeString(unit, good.replace("/opt/failoverd/bin/", "/opt/elsewhere/bin/"));
        assertThat(verify()).contains("/opt/elsewhere/bin/failoverd");
    }

    @Test
    void theExposureIsAtMostOnePointFive() throws Exception {
        Program judged =
                Program.run("systemd-analyze", "security", "--offline=true", "--threshold=15", unit.toString());
        assertThat(judged.exitCode()).as(judged.out() + judged.err()).isZero();
    }
}
