package io.failoverd.daemon.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where the daemon is and what opens its door: the same for every command that asks it something. */
final class AdminOptions {
    static final String DEFAULT_URL = "http://127.0.0.1:8053";

    /** A file that is longer holds no token. */
    private static final int MAX_TOKEN_BYTES = 4096;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--admin",
            paramLabel = "URL",
            description = "The daemon's admin interface. Default: $FAILOVERD_ADMIN, else " + DEFAULT_URL)
    private @Nullable String url;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "A file with the token of admin.token. Default: $FAILOVERD_TOKEN_FILE")
    private @Nullable Path tokenFile;

    @Option(names = "--json", description = "Print what the daemon said, as JSON.")
    private boolean json;

    boolean json() {
        return json;
    }

    /** A client of the daemon; refuses options that make no sense as usage errors. */
    AdminClient client() {
        String text = url != null ? url : environment().getOrDefault("FAILOVERD_ADMIN", DEFAULT_URL);
        try {
            URI uri = new URI(text);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            boolean bare = uri.getRawPath() == null
                    || uri.getRawPath().isEmpty()
                    || uri.getRawPath().equals("/");
            if (!http || uri.getHost() == null || !bare || uri.getRawQuery() != null) {
                throw usage("--admin: " + text + " is not like " + DEFAULT_URL);
            }
            return new AdminClient(uri, token());
        } catch (URISyntaxException _) {
            throw usage("--admin: " + text + " is not like " + DEFAULT_URL);
        }
    }

    private @Nullable String token() {
        @Nullable String named = environment().get("FAILOVERD_TOKEN_FILE");
        Path file = tokenFile != null ? tokenFile : named == null || named.isEmpty() ? null : Path.of(named);
        if (file == null) {
            return null;
        }
        try (InputStream in = Files.newInputStream(file)) {
            String token = new String(in.readNBytes(MAX_TOKEN_BYTES), StandardCharsets.UTF_8).strip();
            if (token.isEmpty() || !token.chars().allMatch(c -> c > 0x20 && c < 0x7F)) {
                throw usage("--token-file: " + file + " does not hold a token: one line of printable characters");
            }
            return token;
        } catch (NoSuchFileException _) {
            throw usage("--token-file: " + file + " does not exist");
        } catch (IOException e) {
            throw usage("--token-file: " + file + " cannot be read: " + e.getMessage());
        }
    }

    private Map<String, String> environment() {
        return RootCommand.environmentOf(spec);
    }

    private ParameterException usage(String text) {
        return new ParameterException(spec.commandLine(), text);
    }
}
