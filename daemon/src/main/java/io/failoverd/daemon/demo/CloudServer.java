package io.failoverd.daemon.demo;

import io.failoverd.daemon.demo.cloud.CloudSettings;
import io.failoverd.daemon.demo.cloud.FakeCloud;
import io.failoverd.daemon.demo.cloud.Seeds;
import io.failoverd.daemon.demo.cloud.account.Account;
import io.failoverd.daemon.demo.cloud.account.Edition;
import io.failoverd.daemon.demo.cloud.wire.AccessKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** A fake Alibaba Cloud of the demo's own, in its process; the daemon calls it through the real SDK. */
final class CloudServer implements Elsewhere {
    private static final int SECRET_BYTES = 15;
    private static final String KEY_ID = "LTAI-demo";

    private final FakeCloud cloud;
    private final String words;
    private final String publisher;

    private CloudServer(FakeCloud cloud, String words, String publisher) {
        this.cloud = cloud;
        this.words = words;
        this.publisher = publisher;
    }

    /** With a record of Alidns for each address. */
    static CloudServer alidns(Path folder, List<String> addresses) throws IOException {
        return start(
                folder,
                Seeds.records(Account.EMPTY, DemoConfig.ZONE, Edition.ENTERPRISE_ULTIMATE, addresses),
                "the name servers of a fake Alidns, which the daemon calls through the real SDK",
                """
                publishers:
                  - name: alidns
                    alidns:
                      zone: %s
                      ttl: 1s
                """.formatted(DemoConfig.ZONE));
    }

    /** With an address pool of GTM 3.0. */
    static CloudServer gtm(Path folder, List<String> addresses) throws IOException {
        return start(
                folder,
                Seeds.cloudGtm(DemoConfig.HOST, DemoConfig.ZONE, Edition.ENTERPRISE_ULTIMATE, addresses),
                "the name servers of a fake GTM 3.0, which the daemon calls through the real SDK",
                """
                publishers:
                  - name: gtm
                    services: [%s]
                    gtm:
                      version: 3
                      instance: %s
                """.formatted(DemoConfig.NAME, Seeds.CLOUD_GTM_INSTANCE));
    }

    /** @param publisher the beginning of its configuration, up to how to call it */
    private static CloudServer start(Path folder, Account account, String words, String publisher) throws IOException {
        String secret = HexFormat.of().formatHex(SecretFile.random(SECRET_BYTES));
        Path id = SecretFile.write(folder.resolve("access-key-id"), KEY_ID);
        Path key = SecretFile.write(folder.resolve("access-key-secret"), secret);
        FakeCloud cloud = FakeCloud.start(account, CloudSettings.of(AccessKey.lasting(KEY_ID, secret)));
        int dns = cloud.dns().getPort();
        String access = """
                endpoint: http://%s
                nameServers: ["%s:%d"]
                credentials:
                  accessKeyId: {file: %s}
                  accessKeySecret: {file: %s}
            """.formatted(cloud.endpoint(), FakeCloud.HOST, dns, id, key);
        return new CloudServer(cloud, words, publisher + access.indent(2));
    }

    @Override
    public String words() {
        return words;
    }

    @Override
    public int port() {
        return cloud.dns().getPort();
    }

    @Override
    public String publisher() {
        return publisher;
    }

    /** It ends with the demo and not before. */
    @Override
    public Optional<String> trouble() {
        return Optional.empty();
    }

    @Override
    public void close() throws IOException {
        cloud.close();
    }
}
