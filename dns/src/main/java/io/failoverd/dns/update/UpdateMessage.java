package io.failoverd.dns.update;

import io.failoverd.dns.model.Change;
import io.failoverd.dns.model.RecordSet;
import io.failoverd.dns.model.TargetRecord;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;

/** Changes as one UPDATE that is done only if both RRsets are as they were read (RFC 2136, sections 2.4 and 2.5). */
final class UpdateMessage {
    /** Where neither the configuration nor a record beside it says one: what a failover can live with. */
    private static final Duration TTL = Duration.ofSeconds(30);

    private UpdateMessage() {}

    static Update of(Name zone, Name name, RecordSet held, List<Change> changes) {
        var update = new Update(zone);
        require(update, name, held, Type.A);
        require(update, name, held, Type.AAAA);
        for (Change change : changes) {
            switch (change) {
                case Change.Disable disable -> update.delete(record(name, disable.address(), Duration.ZERO));
                case Change.Add add ->
                    update.add(record(
                            name, add.address(), add.ttl().isZero() ? ttlBeside(held, add.address()) : add.ttl()));
                case Change.Enable enable ->
                    update.add(record(name, enable.address(), ttlBeside(held, enable.address())));
                case Change.SetTtl set -> retime(update, name, held, changes, set);
                case Change.SetWeight _ -> {
                    // The publisher knows that there are no weights here.
                }
            }
        }
        return update;
    }

    /** The RRset holds exactly what was read, or does not exist. */
    private static void require(Update update, Name name, RecordSet held, int type) {
        boolean none = true;
        for (InetAddress address : held.enabled()) {
            if (type(address) == type) {
                // TTL zero, as section 2.4.2 asks.
                update.present(record(name, address, Duration.ZERO));
                none = false;
            }
        }
        if (none) {
            update.absent(name, type);
        }
    }

    /**
     * A record is deleted and added again in the same update, since some servers take the addition of a record that is
     * there for no change, whatever its TTL.
     */
    private static void retime(Update update, Name name, RecordSet held, List<Change> changes, Change.SetTtl set) {
        boolean leaves = changes.stream()
                .anyMatch(
                        each -> each instanceof Change.Disable && each.address().equals(set.address()));
        if (!leaves && held.enabled().contains(set.address())) {
            update.delete(record(name, set.address(), Duration.ZERO));
            update.add(record(name, set.address(), set.ttl()));
        }
    }

    private static Duration ttlBeside(RecordSet held, InetAddress address) {
        return held.records().stream()
                .filter(record -> record.enabled() && type(record.address()) == type(address))
                .map(TargetRecord::ttl)
                .filter(Duration::isPositive)
                .findFirst()
                .orElse(TTL);
    }

    private static int type(InetAddress address) {
        return address instanceof Inet6Address ? Type.AAAA : Type.A;
    }

    private static Record record(Name name, InetAddress address, Duration ttl) {
        return address instanceof Inet6Address
                ? new AAAARecord(name, DClass.IN, ttl.toSeconds(), address)
                : new ARecord(name, DClass.IN, ttl.toSeconds(), address);
    }
}
