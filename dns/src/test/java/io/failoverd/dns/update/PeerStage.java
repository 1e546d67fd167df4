package io.failoverd.dns.update;

import io.failoverd.dns.contract.Stage;
import io.failoverd.dns.model.ManagedName;
import io.failoverd.dns.publish.Provider;
import io.failoverd.dns.publish.Surroundings;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;

/** A real primary behind a link that can be troubled. What the test does itself goes another way: dnsjava's resolver. */
final class PeerStage implements Stage {
    static final List<InetAddress> ADDRESSES = List.of(
            InetAddress.ofLiteral("203.0.113.10"),
            InetAddress.ofLiteral("203.0.113.20"),
            InetAddress.ofLiteral("2001:db8::10"));
    static final InetAddress FOREIGN = InetAddress.ofLiteral("198.51.100.99");
    static final ManagedName WWW = new ManagedName("www." + Peer.ZONE, Peer.ZONE, ADDRESSES, Duration.ofSeconds(30));

    private final Peer peer;
    private final TroubledLink link;
    private final UpdateProvider provider;
    private final Surroundings surroundings = Surroundings.system();

    PeerStage(Peer peer, List<InetSocketAddress> nameServers) throws IOException {
        this.peer = peer;
        this.link = new TroubledLink(peer.address());
        this.provider = new UpdateProvider(settings(link.address(), Peer.KEY, Peer.SECRET, nameServers));
    }

    static UpdateSettings settings(
            InetSocketAddress primary, String key, String secret, List<InetSocketAddress> nameServers) {
        TsigKey tsig = TsigKey.of(key, "hmac-sha256", secret);
        return new UpdateSettings(primary, UpdateSettings.Transport.TCP, () -> Optional.of(tsig), nameServers, 200);
    }

    TroubledLink link() {
        return link;
    }

    @Override
    public Provider provider() {
        return provider;
    }

    @Override
    public Surroundings surroundings() {
        return surroundings;
    }

    @Override
    public ManagedName name() {
        return WWW;
    }

    @Override
    public InetAddress foreign() {
        return FOREIGN;
    }

    private SimpleResolver resolver() {
        var resolver = new SimpleResolver(peer.address());
        resolver.setTCP(true);
        resolver.setTimeout(Duration.ofSeconds(5));
        return resolver;
    }

    private static Name name(String text) throws IOException {
        return Name.fromString(text, Name.root);
    }

    @Override
    public void hold(List<InetAddress> enabled) throws IOException {
        hold(enabled, Duration.ofSeconds(30));
    }

    void hold(List<InetAddress> enabled, Duration ttl) throws IOException {
        var update = new Update(name(Peer.ZONE));
        Name www = name(WWW.name());
        update.delete(www, Type.A);
        update.delete(www, Type.AAAA);
        for (InetAddress each : enabled) {
            update.add(
                    each instanceof Inet6Address
                            ? new AAAARecord(www, DClass.IN, ttl.toSeconds(), each)
                            : new ARecord(www, DClass.IN, ttl.toSeconds(), each));
        }
        SimpleResolver resolver = resolver();
        resolver.setTSIGKey(new TSIG(TSIG.HMAC_SHA256, "tester", Peer.SECRET));
        Message answer = resolver.send(update);
        if (answer.getRcode() != Rcode.NOERROR) {
            throw new AssertionError("the test's own update: " + Rcode.string(answer.getRcode()) + "\n" + peer.log());
        }
    }

    @Override
    public Set<InetAddress> enabled() throws IOException {
        var found = new LinkedHashSet<InetAddress>();
        for (Record record : records()) {
            switch (record) {
                case ARecord four -> found.add(four.getAddress());
                case AAAARecord six -> found.add(six.getAddress());
                default -> throw new AssertionError(record);
            }
        }
        return found;
    }

    List<Record> records() throws IOException {
        SimpleResolver resolver = resolver();
        var all = new java.util.ArrayList<Record>();
        for (int type : new int[] {Type.A, Type.AAAA}) {
            all.addAll(resolver.send(Message.newQuery(Record.newRecord(name(WWW.name()), type, DClass.IN)))
                    .getSection(Section.ANSWER));
        }
        return all;
    }

    @Override
    public int writes() {
        return link.done();
    }

    /** One update is all or nothing, and each is counted; what holds after each is asked by the contract. */
    @Override
    public boolean everEmpty() {
        try {
            return enabled().isEmpty();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void trouble(Trouble next) {
        link.next(next);
    }

    @Override
    public boolean until(BooleanSupplier condition, Duration atMost) {
        try {
            Awaitility.await().atMost(atMost).pollInterval(Duration.ofMillis(5)).until(condition::getAsBoolean);
            return true;
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        link.close();
    }
}
