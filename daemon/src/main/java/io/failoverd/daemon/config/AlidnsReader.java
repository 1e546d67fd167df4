package io.failoverd.daemon.config;

import io.failoverd.daemon.config.yaml.Section;
import io.failoverd.daemon.config.yaml.Value;
import io.failoverd.daemon.config.yaml.Yaml;
import io.failoverd.dns.alidns.AlidnsSettings;
import io.failoverd.dns.aliyun.AliyunSettings;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code alidns} of a publisher. */
final class AlidnsReader implements TargetReader {
    private final AliyunReader aliyun;
    private final NameServerReader servers;

    AlidnsReader(AliyunReader aliyun, NameServerReader servers) {
        this.aliyun = aliyun;
        this.servers = servers;
    }

    @Override
    public Read read(Section publisher) {
        Section section = publisher.section("alidns", Vocabulary.ALIDNS);
        String zone = Names.domain(section.required("zone"));
        Value lineValue = section.get("line");
        String line = lineValue == null ? AlidnsSettings.DEFAULT_LINE : line(lineValue);
        AliyunAccess access = aliyun.access(section);
        List<InetSocketAddress> written = servers.nameServers(section, "those that Alidns names for the zone");
        double calls = TargetReader.calls(section, AliyunSettings.CALLS_PER_SECOND, AliyunReader.MOST_CALLS);
        var target = access == null || line == null
                ? null
                : new PublisherTarget.Alidns(access, line, written == null ? List.of() : written, calls);
        return new Read(section, target, zone, zone, TargetReader.ttl(section));
    }

    /** The codes of DescribeSupportLines, such as {@code cn_telecom_hangzhou}. */
    private static @Nullable String line(Value value) {
        String text = value.text();
        if (text == null || text.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,63}")) {
            return text;
        }
        value.error(
                Yaml.Scalar.quoted(text) + " is not the code of a line", "write one like default, telecom or unicom");
        return null;
    }
}
