package io.failoverd.daemon.core;

import io.failoverd.daemon.core.ServiceState.PoolAlerts;
import io.failoverd.daemon.core.pool.Decision;
import java.net.InetAddress;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What becomes of the resolution of host names: a good one is followed, a failed one changes no address. */
final class Resolution {
    private Resolution() {}

    static void resolved(Turn turn, Event.HostResolved event) {
        @Nullable ServiceState service = turn.world.services().get(event.service());
        @Nullable HostState host = asked(service, event.endpoint(), event.host());
        if (service == null || host == null) {
            return; // late, of what a reload took away
        }
        List<InetAddress> found =
                event.addresses().stream().filter(host.plan().family()::has).toList();
        if (found.isEmpty()) {
            return; // likewise of another family
        }
        HostState next = host.resolved(found, turn.now);
        tell(turn, service, host, next);
        List<HostState> hosts = with(service, next);
        ServicePlan plan = service.plan().expanded(hosts);
        if (plan.endpoints().equals(service.plan().endpoints())) {
            turn.replace(service, service.withHosts(hosts));
        } else {
            Reconfiguration.expanded(turn, service, plan, hosts);
        }
        alert(turn, event.service(), next, "is resolved again: it has " + next.text());
    }

    static void failed(Turn turn, Event.HostUnresolved event) {
        @Nullable ServiceState service = turn.world.services().get(event.service());
        @Nullable HostState host = asked(service, event.endpoint(), event.host());
        if (service == null || host == null) {
            return;
        }
        HostState next = host.failed(event.why(), turn.now);
        boolean news = host.trouble() == null || !host.trouble().why().equals(event.why());
        String text = "cannot be resolved: " + event.why() + "; "
                + (next.addresses().isEmpty() ? "no address is known" : next.text() + " stays");
        if (news) {
            turn.effects.add(new Effect.HostTold(event.service(), event.endpoint(), false, event.host() + " " + text));
        }
        turn.replace(service, service.withHosts(with(service, next)));
        alert(turn, event.service(), next, text);
    }

    private static @Nullable HostState asked(@Nullable ServiceState service, String endpoint, String host) {
        @Nullable HostState known = service == null ? null : service.host(endpoint);
        return known == null || !known.plan().host().equals(host) ? null : known;
    }

    private static List<HostState> with(ServiceState service, HostState next) {
        return service.hosts().stream()
                .map(each -> each.plan().name().equals(next.plan().name()) ? next : each)
                .toList();
    }

    /** What is worth a line in the log. */
    private static void tell(Turn turn, ServiceState service, HostState before, HostState after) {
        boolean same = before.addresses().equals(after.addresses()) && before.unused() == after.unused();
        if (same && before.trouble() == null && before.resolved() != null) {
            return;
        }
        String unused = after.unused() == 0
                ? ""
                : " and " + after.unused() + " more, which are not used: " + HostPlan.MOST_ADDRESSES + " at most are";
        String was = before.addresses().equals(after.addresses()) ? ", as before" : ", before it had " + before.text();
        String given = after.addresses().stream()
                .flatMap(address -> service.plan().endpoints().stream()
                        .filter(each -> each.address().equals(address)
                                && !each.configured().equals(after.plan().name()))
                        .map(each -> ", of which " + address.getHostAddress() + " is probed as " + each.configured()))
                .collect(Collectors.joining());
        turn.effects.add(new Effect.HostTold(
                service.plan().name(),
                after.plan().name(),
                true,
                after.plan().host() + " has " + after.text() + unused + was + given));
    }

    /** Begins or ends the alert of a name that cannot be resolved. */
    private static void alert(Turn turn, String name, HostState host, String words) {
        @Nullable ServiceState service = turn.world.services().get(name);
        boolean firing = host.trouble() != null && host.trouble().failures() >= HostState.ALERTED_AFTER;
        if (service == null || (host.trouble() != null && !firing)) {
            return; // one failure neither begins nor ends it
        }
        set(
                turn,
                service,
                host.plan().name(),
                host.plan().region(),
                firing,
                host.plan().host() + " " + words);
    }

    /** Ends the alerts of host names that the configuration has no longer. */
    static void forgetHosts(Turn turn, ServicePlan plan) {
        @Nullable ServiceState service = turn.world.services().get(plan.name());
        for (String name :
                service == null ? List.<String>of() : List.copyOf(service.open().unresolved())) {
            @Nullable ServiceState present = turn.world.services().get(plan.name());
            if (present != null && present.host(name) == null) {
                set(turn, present, name, null, false, "is no longer configured as a host name, so its alert ends here");
            }
        }
    }

    private static void set(
            Turn turn, ServiceState service, String endpoint, @Nullable String region, boolean firing, String words) {
        PoolAlerts open = service.open();
        var unresolved = new TreeSet<>(open.unresolved());
        if (!(firing ? unresolved.add(endpoint) : unresolved.remove(endpoint))) {
            return;
        }
        String name = service.plan().name();
        @Nullable Decision last = service.decision();
        turn.effects.add(new Effect.Raise(new Alert(
                AlertType.HOST_UNRESOLVED,
                firing,
                name,
                endpoint,
                region,
                null,
                null,
                name + ": " + endpoint + " " + words,
                List.of(),
                last == null ? List.of() : last.answer(),
                last == null ? 0 : last.generation(),
                turn.world.wall().at(turn.now))));
        turn.replace(service, service.with(open.withUnresolved(unresolved)));
    }
}
