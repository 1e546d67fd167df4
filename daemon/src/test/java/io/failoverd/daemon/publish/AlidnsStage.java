package io.failoverd.daemon.publish;

import io.failoverd.daemon.demo.cloud.Cloud;
import io.failoverd.daemon.demo.cloud.CloudSettings;
import io.failoverd.daemon.demo.cloud.FakeCloud;
import io.failoverd.daemon.demo.cloud.Write;
import io.failoverd.daemon.demo.cloud.account.DomainRecord;
import io.failoverd.daemon.demo.cloud.account.Edition;
import io.failoverd.daemon.demo.cloud.faults.Fault;
import io.failoverd.dns.alidns.AlidnsProvider;
import io.failoverd.dns.alidns.AlidnsSettings;
import io.failoverd.dns.aliyun.AliyunApi;
import io.failoverd.dns.aliyun.AliyunSettings;
import io.failoverd.dns.contract.Stage;
import io.failoverd.dns.model.ManagedName;
import io.failoverd.dns.publish.Surroundings;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Records of the fake account, and a provider that keeps them, with the real SDK between the two. */
final class AlidnsStage implements Stage {
    static final InetAddress A = InetAddress.ofLiteral("192.0.2.1");
    static final InetAddress B = InetAddress.ofLiteral("192.0.2.2");
    static final InetAddress SIX = InetAddress.ofLiteral("2001:db8::6");
    static final InetAddress FOREIGN = InetAddress.ofLiteral("192.0.2.99");
    static final String WWW = "www." + Account.DOMAIN;

    private static final Duration NEVER = Duration.ofSeconds(60);

    private final FakeCloud cloud;
    private final AlidnsProvider provider;
    private final Surroundings surroundings = Surroundings.system();
    private int writesBefore;

    AlidnsStage(FakeCloud cloud, AliyunSettings settings, String line) {
        this.cloud = cloud;
        this.provider = new AlidnsProvider(
                new AliyunApi(settings), new AlidnsSettings(line, List.of(cloud.dns()), List.of(Account.DOMAIN)));
    }

    AlidnsStage(FakeCloud cloud) {
        this(cloud, Account.settings(cloud), AlidnsSettings.DEFAULT_LINE);
    }

    /** One whose provider has made its first, slow call. */
    static AlidnsStage warm() throws IOException {
        return warm(Edition.ENTERPRISE_ULTIMATE, each -> each);
    }

    static AlidnsStage warm(Edition edition, UnaryOperator<CloudSettings> settings) throws IOException {
        var stage = new AlidnsStage(Account.start(edition, settings, A.getHostAddress(), B.getHostAddress()));
        stage.provider.warmUp(Calls.soon());
        return stage;
    }

    FakeCloud cloud() {
        return cloud;
    }

    @Override
    public AlidnsProvider provider() {
        return provider;
    }

    @Override
    public Surroundings surroundings() {
        return surroundings;
    }

    @Override
    public ManagedName name() {
        return name(Duration.ZERO);
    }

    static ManagedName name(Duration ttl) {
        return new ManagedName(WWW, Account.DOMAIN, List.of(A, B, SIX), ttl);
    }

    @Override
    public InetAddress foreign() {
        return FOREIGN;
    }

    private static String type(InetAddress address) {
        return address instanceof Inet6Address ? "AAAA" : "A";
    }

    Stream<DomainRecord> records() {
        return records(cloud.cloud().account());
    }

    private static Stream<DomainRecord> records(io.failoverd.daemon.demo.cloud.account.Account account) {
        return Objects.requireNonNull(account.domains().get(Account.DOMAIN)).records().values().stream()
                .filter(record -> record.rr().equals("www"));
    }

    void console(String action, Map<String, String> parameters) throws Exception {
        cloud.cloud().console(action, parameters);
    }

    String add(String rr, InetAddress address, String line) throws Exception {
        return cloud.cloud()
                .console(
                        "AddDomainRecord",
                        Map.of(
                                "DomainName",
                                Account.DOMAIN,
                                "RR",
                                rr,
                                "Type",
                                type(address),
                                "Value",
                                address.getHostAddress(),
                                "Line",
                                line))
                .getString("RecordId");
    }

    /** Pauses B where it is not to be held, and deletes the others: both are met in the wild. */
    @Override
    public void hold(List<InetAddress> enabled) throws Exception {
        for (InetAddress address : enabled) {
            DomainRecord held = record(address);
            if (held == null) {
                add("www", address, "default");
            } else {
                console("SetDomainRecordStatus", Map.of("RecordId", held.id(), "Status", "Enable"));
            }
        }
        for (DomainRecord record : records().toList()) {
            InetAddress address = InetAddress.ofLiteral(record.value());
            if (enabled.contains(address)) {
                continue;
            }
            if (address.equals(B)) {
                console("SetDomainRecordStatus", Map.of("RecordId", record.id(), "Status", "Disable"));
            } else {
                console("DeleteDomainRecord", Map.of("RecordId", record.id()));
            }
        }
        writesBefore = cloud.cloud().journal().writes().size();
    }

    DomainRecord record(InetAddress address) {
        return records()
                .filter(each -> InetAddress.ofLiteral(each.value()).equals(address))
                .filter(each -> each.line().equals("default"))
                .findFirst()
                .orElse(null);
    }

    @Override
    public Set<InetAddress> enabled() {
        return enabled(cloud.cloud().account());
    }

    private static Set<InetAddress> enabled(io.failoverd.daemon.demo.cloud.account.Account account) {
        var found = new LinkedHashSet<InetAddress>();
        records(account)
                .filter(DomainRecord::enabled)
                .forEach(record -> found.add(InetAddress.ofLiteral(record.value())));
        return found;
    }

    List<Write> written() {
        return cloud.cloud().journal().writes(write -> !write.caller().equals(Cloud.CONSOLE));
    }

    @Override
    public int writes() {
        return written().size();
    }

    @Override
    public boolean everEmpty() {
        List<Write> all = cloud.cloud().journal().writes();
        return all.subList(writesBefore, all.size()).stream()
                .anyMatch(write -> enabled(write.after()).isEmpty());
    }

    @Override
    public void trouble(Trouble next) {
        switch (next) {
            case READ_FAILS -> cloud.cloud().faults().next("DescribeSubDomainRecords", Fault.unavailable());
            case READ_HANGS -> cloud.cloud().faults().next("DescribeSubDomainRecords", Fault.slowHead(NEVER));
            case WRITE_LOST -> nextWrite(Fault.droppedBefore());
            case ANSWER_LOST -> nextWrite(Fault.droppedAfter());
            case WRITE_HANGS -> nextWrite(Fault.slowHead(NEVER));
        }
    }

    /** The contract troubles removals. */
    private void nextWrite(Fault fault) {
        cloud.cloud().faults().next("SetDomainRecordStatus", fault);
    }

    @Override
    public boolean until(BooleanSupplier condition, Duration atMost) {
        try {
            Awaitility.await()
                    .atMost(atMost)
                    .pollInterval(Duration.ofMillis(10))
                    .until(condition::getAsBoolean);
            return true;
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        provider.close();
        cloud.close();
    }
}
