package io.failoverd.daemon.cli;

import io.failoverd.daemon.demo.AotCache;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code failoverd aot-cache}. */
@Command(
        name = "aot-cache",
        mixinStandardHelpOptions = true,
        versionProvider = RootCommand.VersionLine.class,
        description = {
            "Makes the file lib/failoverd.aot, with which a daemon answers its first query in a fraction of the time."
                    + " Plays the demo on loopback for it. Once after the installation, and again after each upgrade of"
                    + " failoverd or of Java; a cache that does not fit is not used, and nothing else is lost."
        },
        footer = {"", "Example, as root:  /opt/failoverd/bin/failoverd aot-cache"})
final class AotCacheCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        @Nullable String home = System.getProperty("failoverd.home");
        if (home == null) {
            throw new ParameterException(spec.commandLine(), "a cache is for a package: run its bin/failoverd");
        }
        Path cache = Path.of(home).resolve(AotCache.FILE);
        return switch (AotCache.make(Path.of(home), cache)) {
            case AotCache.Made.Written written -> {
                spec.commandLine().getOut().println(cache + ": " + (written.bytes() >> 20) + " MiB");
                yield ExitCode.GOOD;
            }
            case AotCache.Made.Failed failed -> {
                spec.commandLine().getErr().println("failoverd: " + failed.why());
                yield ExitCode.BAD;
            }
        };
    }
}
