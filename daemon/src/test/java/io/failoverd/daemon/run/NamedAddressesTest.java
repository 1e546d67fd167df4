package io.failoverd.daemon.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.admin.SampleDaemon;
import io.failoverd.daemon.config.AliyunAccess;
import io.failoverd.daemon.config.AliyunAccess.AccessReference;
import io.failoverd.daemon.config.AliyunAccess.Endpoint;
import io.failoverd.daemon.config.PublisherSettings;
import io.failoverd.daemon.config.PublisherTarget;
import io.failoverd.dns.model.ManagedName;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What host names have is known to the publishers as their own. */
class NamedAddressesTest {
    private static final InetAddress WRITTEN = InetAddress.ofLiteral("2001:db8::30");
    private static final InetAddress FOUND = InetAddress.ofLiteral("203.0.113.40");

    @Test
    void aPublisherKeepsTheAddressesOfItsNamesAndOfNoOthers() {
        var daemon = new SampleDaemon();
        var named = new NamedAddresses(daemon::world);
        var access = new AliyunAccess(
                new Endpoint("alidns.aliyuncs.com", true),
                new AccessReference.RamRole(null, new InetSocketAddress(InetAddress.getLoopbackAddress(), 80)));
        var settings = new PublisherSettings(
                "cloud",
                new PublisherTarget.Alidns(access, "default", List.of(), 5),
                List.of(name(SampleDaemon.API, WRITTEN), name(SampleDaemon.WWW)),
                Duration.ZERO,
                false);
        assertThat(named.with(settings)).isEqualTo(settings);

        daemon.named();
        assertThat(named.with(settings).names())
                .containsExactly(name(SampleDaemon.API, WRITTEN, FOUND), name(SampleDaemon.WWW));
    }

    private static ManagedName name(String service, InetAddress... addresses) {
        return new ManagedName(service, "example.com", List.of(addresses), Duration.ofSeconds(5));
    }
}
