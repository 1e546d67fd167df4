package io.failoverd.daemon.run;

import io.failoverd.daemon.core.ServiceState;
import io.failoverd.daemon.core.World;
import io.failoverd.daemon.core.pool.Decision;
import io.failoverd.daemon.core.pool.Member;
import io.failoverd.daemon.core.pool.ReasonCode;
import java.net.InetAddress;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which addresses are out for another reason than their health: by an operator's word, a maintenance or the policy. What is
 * handed back to somebody else's health checks must not bring them in, since those only know whether an address lives.
 */
final class KeptOut {
    private static final Set<ReasonCode> BY_WORD =
            EnumSet.of(ReasonCode.OVERRIDE_OFFLINE, ReasonCode.MAINTENANCE, ReasonCode.DRAINED);

    private KeptOut() {}

    static Set<InetAddress> of(World world, String service) {
        return world.service(service)
                .map(ServiceState::decision)
                .map(KeptOut::of)
                .orElse(Set.of());
    }

    private static Set<InetAddress> of(Decision decision) {
        return decision.members().stream()
                .filter(KeptOut::kept)
                .map(Member::address)
                .collect(Collectors.toUnmodifiableSet());
    }

    static boolean kept(Member member) {
        boolean byWord = member.reasons().stream().anyMatch(reason -> BY_WORD.contains(reason.code()));
        return !member.inAnswer() && (member.eligible() || byWord);
    }
}
