package io.failoverd.daemon.config;

import io.failoverd.daemon.config.PublisherTarget.Gtm2;
import io.failoverd.daemon.config.PublisherTarget.Gtm3;
import io.failoverd.daemon.config.yaml.Section;
import io.failoverd.daemon.config.yaml.Value;
import io.failoverd.daemon.config.yaml.Yaml;
import io.failoverd.dns.aliyun.AliyunSettings;
import io.failoverd.dns.model.Control;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code gtm} of a publisher. */
final class GtmReader implements TargetReader {
    /** One for each address family. */
    private static final int MOST_POOLS = 2;

    private final AliyunReader aliyun;
    private final NameServerReader servers;
    private final Names.Unique vantages = new Names.Unique();

    GtmReader(AliyunReader aliyun, NameServerReader servers) {
        this.aliyun = aliyun;
        this.servers = servers;
    }

    @Override
    public Read read(Section publisher) {
        Section section = publisher.section("gtm", Vocabulary.GTM);
        int version = version(section.required("version"));
        Value instanceValue = version == 3 ? section.get("instance") : section.required("instance");
        String instance = instanceValue == null ? null : id(instanceValue, "an instance", "gtm-cn-…");
        if (version == 2) {
            section.required("pools");
        }
        publisher.required("services");
        List<String> pools = pools(section.get("pools"));
        if (version == 2 && section.has("takeOut")) {
            section.at("takeOut")
                    .error("is for GTM 3.0, and this is version 2, where OFFLINE takes an address out", "remove it");
        }
        boolean online = "online".equals(word(section, "control", "smart", "online"));
        boolean disable = "disable".equals(word(section, "takeOut", "manual", "disable"));
        boolean handsBack = "on-stop".equals(word(section, "handBack", "never", "on-stop"));
        String vantage = vantage(section.get("vantage"));
        AliyunAccess access = aliyun.access(section);
        List<InetSocketAddress> written =
                servers.nameServers(section, "those that Alidns names for the service's domain");
        List<InetSocketAddress> asked = written == null ? List.of() : written;
        double calls = TargetReader.calls(section, AliyunSettings.CALLS_PER_SECOND, AliyunReader.MOST_CALLS);
        Control control = online ? Control.ONLINE : Control.SMART;
        @Nullable PublisherTarget target = null;
        if (access != null && instance != null && version == 2 && !pools.isEmpty()) {
            target = new Gtm2(access, instance, pools, control, handsBack, vantage, asked, calls);
        } else if (access != null && (instanceValue == null || instance != null) && version == 3) {
            Gtm3.TakeOut takeOut = disable ? Gtm3.TakeOut.DISABLE : Gtm3.TakeOut.MANUAL;
            target = new Gtm3(access, instance, pools, control, takeOut, handsBack, vantage, asked, calls);
        }
        return new Read(section, target, instance == null ? "gtm" : instance, null, Duration.ZERO);
    }

    /** 0 where it is neither. */
    private static int version(@Nullable Value value) {
        if (value == null) {
            return 0;
        }
        if (value.yaml() instanceof Yaml.Scalar scalar && scalar.text().matches("[23](\\.0)?")) {
            return scalar.text().charAt(0) - '0';
        }
        value.error("is " + value.yaml().described() + " where 2 or 3 is expected", "write 2 or 3");
        return 0;
    }

    private static @Nullable String word(Section section, String key, String... words) {
        Value value = section.get(key);
        return value == null ? null : value.word(List.of(words));
    }

    private static List<String> pools(@Nullable Value value) {
        if (value == null) {
            return List.of();
        }
        if (value.isEmptyList()) {
            value.error("is empty", "name a pool, as the console lists it: [pool-…]");
        }
        Names.Unique unique = new Names.Unique();
        List<String> pools = new ArrayList<>();
        for (Value item : value.items(MOST_POOLS)) {
            String pool = id(item, "a pool", "pool-…");
            if (pool != null && unique.take(item, pool, "the pool " + pool)) {
                pools.add(pool);
            }
        }
        return pools;
    }

    private static @Nullable String id(Value value, String of, String like) {
        String text = value.text();
        if (text == null || text.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,63}")) {
            return text;
        }
        value.error(Yaml.Scalar.quoted(text) + " is not the id of " + of, "write it like " + like);
        return null;
    }

    private @Nullable String vantage(@Nullable Value value) {
        String name = Names.label(value);
        if (value == null || name == null) {
            return null;
        }
        return vantages.take(value, name, "a vantage with the name " + name) ? name : null;
    }
}
