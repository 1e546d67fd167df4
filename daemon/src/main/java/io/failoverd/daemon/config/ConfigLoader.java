package io.failoverd.daemon.config;

import io.failoverd.daemon.config.yaml.Place;
import io.failoverd.daemon.config.yaml.Report;
import io.failoverd.daemon.config.yaml.Section;
import io.failoverd.daemon.config.yaml.Value;
import io.failoverd.daemon.config.yaml.Yaml;
import io.failoverd.daemon.config.yaml.YamlReader;
import io.failoverd.daemon.core.ServicePlan;
import io.failoverd.daemon.core.pool.SafetyBrake;
import io.failoverd.dns.client.ClientRegions;
import io.failoverd.dns.zone.ZoneSet;
import io.failoverd.probes.model.Check;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * From a config file to a {@link Configuration}, or everything that is wrong with it. Blocking: it reads the file, the
 * zone and CA files and the client databases that it names, and the secrets; nothing else. Any thread may call it.
 */
public final class ConfigLoader {
    private ConfigLoader() {}

    public static ConfigResult load(Path file) {
        return load(file, Surroundings.ofThisMachine());
    }

    public static ConfigResult load(Path file, Surroundings surroundings) {
        Report report = new Report(file.toString());
        Scope scope = Scope.of(report, surroundings, file);
        ConfigResult result = switch (surroundings.read(file, YamlReader.MAX_CHARACTERS)) {
            case FileText.Unreadable(String reason) -> {
                report.error(null, "", reason, null);
                yield null;
            }
            case FileText.Text(String text) -> read(text, scope);
        };
        return result == null ? new ConfigResult.Rejected(report.errors(), report.warnings()) : result;
    }

    private static @Nullable ConfigResult read(String text, Scope scope) {
        return switch (YamlReader.read(text)) {
            case YamlReader.Parsed.Broken(Place place, String problem, @Nullable String fix) -> {
                scope.report().error(place, "", problem, fix);
                yield null;
            }
            case YamlReader.Parsed.Tree(Yaml root) ->
                read(Value.root(root, scope.report()).section(Vocabulary.ROOT), scope);
        };
    }

    /** Null where there are errors. */
    private static @Nullable ConfigResult read(Section root, Scope scope) {
        OuterReader outer = new OuterReader(scope);
        NodeSettings node = outer.node(root.section("node", Vocabulary.NODE));
        DnsSettings dns = outer.dns(root.section("dns", Vocabulary.DNS));
        ZoneReader zoneReader = new ZoneReader(scope);
        ZoneReader.Read zones = zoneReader.read(root.required("zones"));
        Section clientSection = root.section("clients", Vocabulary.CLIENTS);
        ClientReader clientReader = new ClientReader(scope);
        ClientReader.Read clients = clientReader.read(clientSection);
        Map<String, CheckReader.Read> checks = new CheckReader(scope).read(root.required("checks"));
        SentinelSettings sentinels = new SentinelReader(scope).read(root);
        SafetyBrake.Rule brake = outer.brake(root.section("guards", Vocabulary.GUARDS));
        var resolverReader = new ResolverReader(scope.surroundings(), dns);
        ResolverSettings resolvers = resolverReader.read(root.section("resolvers", Vocabulary.RESOLVERS));
        WatchSettings watch = new WatchReader(resolverReader).read(root);
        var serviceReader = new ServiceReader(checks, zones, clients);
        List<ServicePlan> services = serviceReader.read(root.required("services"));
        List<PublisherSettings> publishers =
                new PublisherReader(scope, dns, serviceReader.named(), services).read(root.get("publishers"));
        VantageReview.check(root, node, publishers);
        List<AlertChannel> alerts = outer.alerts(root.get("alerts"));
        JournalSettings journal = outer.journal(root.section("journal", Vocabulary.JOURNAL));
        AdminSettings admin = outer.admin(root.section("admin", Vocabulary.ADMIN), dns);
        ZoneSet zoneSet = zoneReader.load(
                zones, services.stream().map(ServicePlan::name).distinct().toList());
        ClientRegions clientRegions = clientReader.load(clientSection, clients);
        if (zoneSet == null || clientRegions == null || scope.report().hasErrors()) {
            return null;
        }
        var configuration = new Configuration(
                node,
                dns,
                zones.specs(),
                clients.spec(),
                checks(checks),
                sentinels,
                brake,
                resolvers,
                services,
                alerts,
                publishers,
                watch,
                journal,
                admin);
        WholeReview.warn(root, configuration);
        VantageReview.warn(root, configuration);
        ProbeReview.warn(root, configuration, scope.surroundings());
        return new ConfigResult.Loaded(
                configuration, zoneSet, clientRegions, scope.report().warnings(), scope.unreadableSecrets());
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
}
