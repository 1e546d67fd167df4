package io.failoverd.daemon.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Config files of these tests, and a machine to load them on that is the same everywhere. */
final class TestFiles {
    static final Path CASES = Path.of(System.getProperty("failoverd.root"), "daemon/src/test/resources/config");
    static final Path EXAMPLE = Path.of(System.getProperty("failoverd.root"), "config.example.yaml");

    /** A secret of a length that is fine; no message may repeat it. */
    static final String GOOD = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

    /** The secret of a TSIG key that is fine; no message may repeat it. */
    static final String TSIG = "c2VjcmV0LW9mLXRoZS10ZXN0LW9mLWZhaWxvdmVyZCE=";

    /** The secret of an access key that is fine; no message may repeat it. */
    static final String ACCESS_KEY = "c3VwZXItc2VjcmV0LWFjY2Vzcy1r";

    /** A secret of DNS cookies; no message may repeat it. */
    static final String COOKIE = "e5e973e5a6b2a43f48e7dc849e37bfcf";

    /** A private key that belongs to no certificate here; no message may repeat it. */
    static final String CLIENT_KEY = key();

    static final Surroundings MACHINE = new Surroundings(
            "bastion",
            2,
            Map.ofEntries(
                    Map.entry("GOOD", GOOD),
                    Map.entry("WEAK", "hunter2"),
                    Map.entry("BROKEN", "whsec_hunter2!"),
                    Map.entry("SPACED", "hunter2 and more"),
                    Map.entry("TSIG", TSIG),
                    Map.entry("CLIENT_KEY", CLIENT_KEY),
                    Map.entry("COOKIE", COOKIE),
                    Map.entry("AK_ID", "LTAI-test"),
                    Map.entry("AK_SECRET", ACCESS_KEY),
                    Map.entry(
                            "AK_JSON",
                            "{\"AccessKeyId\": \"LTAI-json\", \"AccessKeySecret\": \"" + ACCESS_KEY + "\"}")));

    static final String SMALL = """
            zones: [{name: example.com, ns: {ns1.example.com: [192.0.2.53]}}]
            checks: {web: {http: {}}}
            services:
              - name: www.example.com
                check: web
                endpoints:
                  - {name: a, address: 192.0.2.1}
                  - {name: b, address: 192.0.2.2}
            """;

    private TestFiles() {}

    private static String key() {
        try {
            byte[] key = KeyPairGenerator.getInstance("EC")
                    .generateKeyPair()
                    .getPrivate()
                    .getEncoded();
            String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key);
            return "-----BEGIN PRIVATE KEY-----\n" + text + "\n-----END PRIVATE KEY-----\n";
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    static List<Path> cases(String prefix) {
        try (Stream<Path> files = Files.list(CASES)) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path write(Path directory, String text) {
        try {
            return Files.writeString(directory.resolve("config.yaml"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ConfigResult.Loaded loaded(Path file) {
        return switch (ConfigLoader.load(file, MACHINE)) {
            case ConfigResult.Loaded loaded -> loaded;
            case ConfigResult.Rejected rejected -> throw new AssertionError(rejected.problems());
        };
    }

    static ConfigResult.Rejected rejected(Path file) {
        return switch (ConfigLoader.load(file, MACHINE)) {
            case ConfigResult.Loaded loaded -> throw new AssertionError("was taken: " + loaded);
            case ConfigResult.Rejected rejected -> rejected;
        };
    }
}
