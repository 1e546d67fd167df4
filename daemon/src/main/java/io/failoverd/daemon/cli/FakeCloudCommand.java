package io.failoverd.daemon.cli;

import io.failoverd.daemon.config.yaml.Durations;
import io.failoverd.daemon.demo.cloud.CloudSettings;
import io.failoverd.daemon.demo.cloud.FakeCloud;
import io.failoverd.daemon.demo.cloud.Seeds;
import io.failoverd.daemon.demo.cloud.account.Account;
import io.failoverd.daemon.demo.cloud.account.Edition;
import io.failoverd.daemon.demo.cloud.wire.AccessKey;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code failoverd fake-cloud}. */
@Command(
        name = "fake-cloud",
        description = {
            "Plays Alibaba Cloud DNS and GTM on 127.0.0.1, for trying without an account: an API that the real SDK talks"
                    + " to, and name servers that answer for what is in it. Prints each write as it is applied; Ctrl-C"
                    + " ends it, and nothing is kept."
        },
        footer = {"", "Example:  failoverd fake-cloud --edition free --write-takes 2s"},
        mixinStandardHelpOptions = true,
        versionProvider = RootCommand.VersionLine.class)
final class FakeCloudCommand implements Callable<Integer> {
    private static final int SECRET_BYTES = 15;
    private static final Pattern DOMAIN = Pattern.compile("([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,63}");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--port", paramLabel = "PORT", description = "Of the API (default: one that is free).")
    private int port;

    @Option(names = "--dns-port", paramLabel = "PORT", description = "Of the name servers (default: one that is free).")
    private int dnsPort;

    @Option(
            names = "--edition",
            paramLabel = "EDITION",
            defaultValue = "enterprise_ultimate",
            description = "What the domain's TTL floor follows: free (600 s), personal (600 s), enterprise_standard"
                    + " (60 s) or enterprise_ultimate (1 s); default ${DEFAULT-VALUE}.")
    private Edition edition = Edition.ENTERPRISE_ULTIMATE;

    @Option(
            names = "--domain",
            paramLabel = "NAME",
            defaultValue = "example.com",
            description = "The domain in the account (default ${DEFAULT-VALUE}).")
    private String domain = "";

    @Option(
            names = "--address",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.11,127.0.0.12",
            split = ",",
            description = "IPv4 addresses of www, gtm2 and gtm3 (default ${DEFAULT-VALUE}).")
    private List<String> addresses = List.of();

    @Option(
            names = "--access-key",
            paramLabel = "ID",
            defaultValue = "LTAI-fake",
            description = "The access key's id (default ${DEFAULT-VALUE}).")
    private String keyId = "";

    @Option(names = "--access-secret", paramLabel = "SECRET", description = "Its secret (default: a new one).")
    private Optional<String> keySecret = Optional.empty();

    @Option(names = "--sts-token", paramLabel = "TOKEN", description = "What has to come along with the key.")
    private Optional<String> token = Optional.empty();

    @Option(names = "--stale-reads", paramLabel = "D", description = "How far behind reads are (default 0s).")
    private String staleReads = "0s";

    @Option(
            names = "--propagation",
            paramLabel = "D",
            description = "How far behind the name servers are (default 0s).")
    private String propagation = "0s";

    @Option(
            names = "--write-takes",
            paramLabel = "D",
            description = "How long a write keeps the next one out, LastOperationNotFinished (default 0s).")
    private String writeTakes = "0s";

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Terminal terminal = Terminal.of(spec);
        terminal.silenceLogs();
        domain = checkedDomain();
        String secret = keySecret.orElseGet(FakeCloudCommand::newSecret);
        CloudSettings settings = CloudSettings.of(new AccessKey(keyId, secret, token.orElse("")))
                .withPorts(port("--port", port), port("--dns-port", dnsPort))
                .withStaleReads(lag("--stale-reads", staleReads))
                .withPropagation(lag("--propagation", propagation))
                .withWriteTakes(lag("--write-takes", writeTakes));
        Account account = Seeds.everything(domain, edition, checkedAddresses());
        try (FakeCloud cloud = FakeCloud.start(account, settings)) {
            cloud.cloud()
                    .journal()
                    .follow(write -> terminal.line(json ? write.json().encode() : "  " + write));
            terminal.line(json ? described(cloud, secret).encode() : welcome(cloud, secret));
            new CountDownLatch(1).await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            terminal.error(e.getMessage() == null ? e.toString() : e.getMessage());
            return ExitCode.BAD;
        }
        return ExitCode.GOOD;
    }

    private static String newSecret() {
        var bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private ParameterException wrong(String what) {
        return new ParameterException(spec.commandLine(), what);
    }

    private int port(String option, int asked) {
        if (asked < 0 || asked > 65_535) {
            throw wrong(option + " is 1 to 65535, or 0 for any, not " + asked);
        }
        return asked;
    }

    private Duration lag(String option, String text) {
        Duration lag = text.equals("0") ? Duration.ZERO : Durations.parse(text);
        if (lag == null || lag.compareTo(CloudSettings.LONGEST_LAG) > 0) {
            throw wrong(option + " is a duration up to " + Durations.format(CloudSettings.LONGEST_LAG) + ", not " + text
                    + "; " + Durations.HOW);
        }
        return lag;
    }

    private String checkedDomain() {
        String name = domain.toLowerCase(Locale.ROOT);
        if (!DOMAIN.matcher(name).matches()) {
            throw wrong("--domain is a name like example.com, not " + domain);
        }
        return name;
    }

    private List<String> checkedAddresses() {
        for (String address : addresses) {
            try {
                if (InetAddress.ofLiteral(address) instanceof Inet4Address) {
                    continue;
                }
            } catch (IllegalArgumentException _) {
                // Said below, as for one of version 6.
            }
            throw wrong("--address is a list of IPv4 addresses, and " + address + " is none");
        }
        if (addresses.size() != addresses.stream().distinct().count()) {
            throw wrong("--address names an address twice");
        }
        return addresses;
    }

    private String welcome(FakeCloud cloud, String secret) {
        String dig = "    dig @" + FakeCloud.HOST + " -p " + cloud.dns().getPort() + " www." + domain + " A";
        String console = "    curl -X POST 'http://" + cloud.endpoint()
                + "/console/calls/SetDomainRecordStatus?RecordId=" + firstRecord(cloud) + "&Status=Disable'";
        return String.join(
                System.lineSeparator(),
                "A fake Alibaba Cloud; nothing of it leaves this machine.",
                "",
                "  endpoint           " + cloud.endpoint() + "  (protocol HTTP)",
                "  access key id      " + keyId,
                "  access key secret  " + secret,
                token.map(given -> "  STS token          " + given + System.lineSeparator())
                                .orElse("") + "  DNS                " + FakeCloud.HOST + ":"
                        + cloud.dns().getPort() + "  (UDP and TCP)",
                "  domain             " + domain + ": www (records), gtm2 (GTM 2.0), gtm3 (GTM 3.0) → "
                        + String.join(", ", addresses),
                "",
                "  Ask its name servers, and take the first address out by hand:",
                dig,
                console,
                "  What is written shows here. Ctrl-C ends it.",
                "");
    }

    private String firstRecord(FakeCloud cloud) {
        var seeded = cloud.cloud().account().domains().get(domain);
        return seeded == null ? "" : seeded.records().firstKey();
    }

    private JsonObject described(FakeCloud cloud, String secret) {
        var body = new JsonObject()
                .put("endpoint", cloud.endpoint())
                .put("accessKeyId", keyId)
                .put("accessKeySecret", secret)
                .put("dns", FakeCloud.HOST + ":" + cloud.dns().getPort())
                .put("domain", domain)
                .put("addresses", new JsonArray(addresses));
        return token.map(given -> body.put("securityToken", given)).orElse(body);
    }
}
