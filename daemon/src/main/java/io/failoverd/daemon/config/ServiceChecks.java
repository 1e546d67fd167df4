package io.failoverd.daemon.config;

import io.failoverd.daemon.config.yaml.Section;
import io.failoverd.daemon.config.yaml.Value;
import io.failoverd.daemon.core.health.CheckRule;
import io.failoverd.daemon.core.health.EndpointPolicy;
import io.failoverd.daemon.core.health.HoldDown;
import io.failoverd.probes.model.Check;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads which checks a service has, how many of them must pass, and who brings an endpoint back. */
final class ServiceChecks {
    private static final List<String> REQUIREMENTS = List.of("all", "any", "M of N");

    /** A check in a service; the stand-in of one that is not there has no {@code check}. */
    record Use(CheckReader.Read check, boolean observed) {}

    private final Map<String, CheckReader.Read> checks;
    private final Set<String> used = new HashSet<>();

    ServiceChecks(Map<String, CheckReader.Read> checks) {
        this.checks = checks;
    }

    /** What the service uses; empty, and a problem, when that is not clear. */
    List<Use> uses(Section service) {
        Value several = service.get("checks");
        if (several == null) {
            if (service.has("require")) {
                service.at("require").error("goes with checks: [NAME, …], and there is one check", "remove it");
            }
            CheckReader.Read only = named(service.required("check"));
            return only == null ? List.of() : List.of(new Use(only, false));
        }
        if (service.has("check")) {
            service.at("check").error("stands beside checks, which names them all", "remove check or checks");
        }
        if (several.isEmptyList()) {
            several.error("is empty", "write check: NAME or checks: [NAME, …]");
        }
        Names.Unique unique = new Names.Unique();
        List<Use> uses = new ArrayList<>();
        List<Value> items = several.items(EndpointPolicy.MAX_CHECKS);
        for (Value item : items) {
            Use use = use(item);
            if (use != null
                    && unique.take(
                            item, use.check().name(), "the check " + use.check().name())) {
                uses.add(use);
            }
        }
        boolean complete = uses.size() == items.size() && !uses.isEmpty();
        if (complete && uses.stream().allMatch(Use::observed)) {
            several.error("every check only observes, so that none could take an address out", "let one of them count");
            return List.of();
        }
        return complete ? uses : List.of();
    }

    private @Nullable Use use(Value item) {
        if (!item.isMap()) {
            CheckReader.Read check = named(item);
            return check == null ? null : new Use(check, false);
        }
        Section section = item.section(Vocabulary.SERVICE_CHECK);
        CheckReader.Read check = named(section.required("check"));
        boolean observed = section.flag("observe", false);
        return check == null ? null : new Use(check, observed);
    }

    private CheckReader.@Nullable Read named(@Nullable Value value) {
        String name = value == null ? null : value.text();
        if (value == null || name == null) {
            return null;
        }
        CheckReader.Read check = checks.get(name);
        if (check == null) {
            value.unknown("check", checks.keySet(), name);
            return null;
        }
        used.add(name);
        return check;
    }

    /** Null where there are no uses. */
    @Nullable
    EndpointPolicy policy(Section service, List<Use> uses, HoldDown holdDown) {
        String resume = service.has("resume") ? service.at("resume").word(List.of("automatic", "manual")) : null;
        int counted = (int) uses.stream().filter(use -> !use.observed()).count();
        int needed = needed(service.get("require"), counted);
        if (uses.isEmpty()) {
            return null;
        }
        List<CheckRule> rules = uses.stream()
                .map(use -> new CheckRule(
                        use.check().name(),
                        use.check().cadence().interval(),
                        use.check().cadence().intervalWhileDown(),
                        use.check().policy(),
                        use.observed()))
                .toList();
        return new EndpointPolicy(rules, needed, holdDown, "manual".equals(resume));
    }

    /** @param counted how many checks count; 0 where that is not known */
    private static int needed(@Nullable Value require, int counted) {
        String text = require == null ? "all" : require.text("all, any or M of N");
        if (require == null || text == null || text.equals("all")) {
            return counted;
        }
        if (text.equals("any")) {
            return 1;
        }
        OutOf some = OutOf.parse(text);
        if (some == null) {
            require.unknown("rule", REQUIREMENTS, text);
        } else if (counted > 0 && some.all() != counted) {
            require.error(
                    some + " is not of the checks that count, of which there "
                            + (counted == 1 ? "is 1" : "are " + counted),
                    "write " + Math.clamp(some.some(), 1, counted) + " of " + counted);
        } else if (some.some() < 1 || some.some() > some.all()) {
            require.error(
                    some + " is out of range", "write 1 of " + some.all() + " to " + some.all() + " of " + some.all());
        } else {
            return some.some();
        }
        return counted;
    }

    /** The checks of which it is known what they do. */
    static List<Check> known(List<Use> uses) {
        return uses.stream()
                .map(use -> use.check().check())
                .filter(Objects::nonNull)
                .toList();
    }

    void warnOfUnused() {
        for (CheckReader.Read check : checks.values()) {
            if (!used.contains(check.name())) {
                check.at().warning("no service uses this check", "remove it or name it in a service");
            }
        }
    }
}
