package io.failoverd.daemon.config;

import io.failoverd.daemon.config.yaml.Place;
import io.failoverd.daemon.config.yaml.Report;
import io.failoverd.daemon.config.yaml.Section;
import io.failoverd.daemon.config.yaml.Value;
import io.failoverd.daemon.config.yaml.Yaml;
import io.failoverd.daemon.config.yaml.YamlReader;
import io.failoverd.daemon.core.ServicePlan;
import io.failoverd.probes.model.Check;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * From a config file to a {@link Configuration}, or everything that is wrong with it. Blocking: it reads the file, the
 * zone and CA files that it names, and the secrets; nothing else. Any thread may call it.
 */
public final class ConfigLoader {
    private ConfigLoader() {}

    public static ConfigResult load(Path file) {
        return load(file, Surroundings.ofThisMachine());
    }

    public static ConfigResult load(Path file, Surroundings surroundings) {
        Report report = new Report(file.toString());
        Scope scope = Scope.of(report, surroundings, file);
        Configuration configuration = switch (surroundings.read(file, YamlReader.MAX_CHARACTERS)) {
            case FileText.Unreadable(String reason) -> {
                report.error(null, "", reason, null);
                yield null;
            }
            case FileText.Text(String text) -> configuration(text, scope);
        };
        return configuration == null || report.hasErrors()
                ? new ConfigResult.Rejected(report.errors(), report.warnings())
                : new ConfigResult.Loaded(configuration, report.warnings(), scope.unreadableSecrets());
    }

    private static @Nullable Configuration configuration(String text, Scope scope) {
        return switch (YamlReader.read(text)) {
            case YamlReader.Parsed.Broken(Place place, String problem, @Nullable String fix) -> {
                scope.report().error(place, "", problem, fix);
                yield null;
            }
            case YamlReader.Parsed.Tree(Yaml root) ->
                configuration(Value.root(root, scope.report()).section(Vocabulary.ROOT), scope);
        };
    }

    private static Configuration configuration(Section root, Scope scope) {
        OuterReader outer = new OuterReader(scope);
        NodeSettings node = outer.node(root.section("node", Vocabulary.NODE));
        DnsSettings dns = outer.dns(root.section("dns", Vocabulary.DNS));
        ZoneReader zoneReader = new ZoneReader(scope);
        ZoneReader.Read zones = zoneReader.read(root.required("zones"));
        Map<String, CheckReader.Read> checks = new CheckReader(scope).read(root.required("checks"));
        List<ServicePlan> services = new ServiceReader(checks, zones).read(root.required("services"));
        publishers(root.get("publishers"));
        List<AlertChannel> alerts = outer.alerts(root.get("alerts"));
        AdminSettings admin = outer.admin(root.section("admin", Vocabulary.ADMIN), dns);
        zoneReader.check(
                zones, services.stream().map(ServicePlan::name).distinct().toList());
        root.self()
                .below("sentinels")
                .warning(
                        "there are none, so that the guard is off that keeps every address when this machine's own"
                                + " network fails",
                        null);
        return new Configuration(node, dns, zones.specs(), checks(checks), services, alerts, admin);
    }

    private static Map<String, Check> checks(Map<String, CheckReader.Read> read) {
        Map<String, Check> checks = new LinkedHashMap<>();
        read.forEach((name, check) -> {
            if (check.check() != null) {
                checks.put(name, check.check());
            }
        });
        return checks;
    }

    private static void publishers(@Nullable Value publishers) {
        if (publishers == null || publishers.isEmptyList()) {
            return;
        }
        if (publishers.items(Integer.MAX_VALUE).isEmpty()) {
            return; // no list, which is reported
        }
        publishers.error("publishing elsewhere " + Section.LATER, "write []; local answers need no entry");
    }
}
