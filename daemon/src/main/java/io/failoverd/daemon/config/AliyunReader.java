package io.failoverd.daemon.config;

import io.failoverd.daemon.config.AliyunAccess.AccessReference;
import io.failoverd.daemon.config.yaml.Section;
import io.failoverd.daemon.config.yaml.Value;
import io.failoverd.daemon.config.yaml.Yaml;
import io.failoverd.dns.aliyun.AliyunSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what the publishers to Alibaba Cloud have in common: {@code credentials} and {@code endpoint}. */
final class AliyunReader {
    /** The smallest quota that Alibaba Cloud publishes for reads of records. */
    static final double MOST_CALLS = 100;

    /** The same on every ECS instance. */
    static final InetSocketAddress METADATA = new InetSocketAddress(InetAddress.ofLiteral("100.100.100.200"), 80);

    private static final int HTTPS_PORT = 443;
    private static final int HTTP_PORT = 80;

    private static final Pattern URL = Pattern.compile(
            "(?:(?<scheme>[A-Za-z][A-Za-z0-9+.-]*)://)?(?<host>\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9_.-]+)(?::(?<port>[0-9]{1,5}))?/?");

    private static final String HOW_CREDENTIALS =
            "write {accessKeyId: SECRET, accessKeySecret: SECRET}, {key: SECRET} or {ramRole: {}}, "
                    + "where SECRET is {credential: NAME}, {file: PATH} or {env: NAME}";

    private final SecretCheck secrets;

    AliyunReader(Scope scope) {
        this.secrets = new SecretCheck(scope);
    }

    /** Null, and a problem, where it cannot be used. */
    @Nullable
    AliyunAccess access(Section section) {
        Value endpointValue = section.get("endpoint");
        AliyunAccess.Endpoint endpoint = endpointValue == null
                ? new AliyunAccess.Endpoint(AliyunSettings.ENDPOINT, true)
                : endpoint(endpointValue);
        Value credentials = section.required("credentials");
        AccessReference reference = credentials == null ? null : credentials(credentials);
        return endpoint == null || reference == null ? null : new AliyunAccess(endpoint, reference);
    }

    private static AliyunAccess.@Nullable Endpoint endpoint(Value value) {
        String text = value.text();
        if (text == null) {
            return null;
        }
        Matcher url = URL.matcher(text);
        String scheme = url.matches() && url.group("scheme") != null
                ? url.group("scheme").toLowerCase(Locale.ROOT)
                : "https";
        if (!url.matches() || !scheme.matches("https?") || !isHost(url.group("host"))) {
            value.error(
                    Yaml.Scalar.quoted(text) + " is not where an API answers",
                    "write " + AliyunSettings.ENDPOINT + ", or http://127.0.0.1:PORT for failoverd fake-cloud");
            return null;
        }
        int port = url.group("port") == null ? 0 : Integer.parseInt(url.group("port"));
        if (url.group("port") != null && (port < 1 || port > Addresses.MAX_PORT)) {
            value.error("the port " + port + " is out of range", "write one from 1 to " + Addresses.MAX_PORT);
            return null;
        }
        String host = url.group("host");
        boolean tls = scheme.equals("https");
        InetAddress literal = Addresses.parse(host.replaceAll("[\\[\\]]", ""));
        if (!tls && (literal == null || !literal.isLoopbackAddress())) {
            value.error(
                    "requests would cross the network unencrypted, for anybody on the way to read, change and send again",
                    "write https://, or an address of this machine: http://127.0.0.1:PORT");
            return null;
        }
        boolean usual = port == 0 || port == (tls ? HTTPS_PORT : HTTP_PORT);
        // In one spelling, so that two publishers of one place are found out.
        return new AliyunAccess.Endpoint(host.toLowerCase(Locale.ROOT) + (usual ? "" : ":" + port), tls);
    }

    /** A name has to be one that a URL can have: no underscore, no empty label, no last label of digits. */
    private static boolean isHost(String host) {
        try {
            return new URI("https://" + host).getHost() != null;
        } catch (URISyntaxException _) {
            return false;
        }
    }

    private @Nullable AccessReference credentials(Value value) {
        if (!value.isMap()) {
            value.error("a secret never stands in the file itself", HOW_CREDENTIALS);
            return null;
        }
        Section section = value.section(Vocabulary.CREDENTIALS);
        List<String> ways = Stream.of("accessKeyId", "key", "ramRole")
                .filter(way -> section.has(way)
                        || (way.equals("accessKeyId")
                                && (section.has("accessKeySecret") || section.has("securityToken"))))
                .toList();
        if (ways.size() != 1) {
            value.error(
                    ways.isEmpty()
                            ? "does not say where an access key comes from"
                            : "names more than one way to an access key: " + String.join(" and ", ways),
                    HOW_CREDENTIALS);
            return null;
        }
        return switch (ways.getFirst()) {
            case "key" -> whole(section.at("key"));
            case "ramRole" -> ramRole(section.at("ramRole"));
            default -> parts(section);
        };
    }

    private @Nullable AccessReference whole(Value value) {
        SecretSource source = secrets.accessKey(value);
        return source == null ? null : new AccessReference.Whole(source);
    }

    private @Nullable AccessReference parts(Section section) {
        Value idValue = section.required("accessKeyId");
        Value secretValue = section.required("accessKeySecret");
        Value tokenValue = section.get("securityToken");
        SecretSource id = idValue == null ? null : secrets.accessKeyPart(idValue);
        SecretSource secret = secretValue == null ? null : secrets.accessKeyPart(secretValue);
        SecretSource token = tokenValue == null ? null : secrets.accessKeyPart(tokenValue);
        if (id == null || secret == null || (tokenValue != null && token == null)) {
            return null;
        }
        if (secret.equals(id) || secret.equals(token) || id.equals(token)) {
            section.self().error("two parts of the key are kept in one place", "name a place for each");
            return null;
        }
        return new AccessReference.Parts(id, secret, token);
    }

    private static @Nullable AccessReference ramRole(Value value) {
        if (value.isText()) {
            String name = role(value);
            return name == null ? null : new AccessReference.RamRole(name, METADATA);
        }
        Section section = value.section(Vocabulary.RAM_ROLE);
        Value nameValue = section.get("name");
        String name = nameValue == null ? null : role(nameValue);
        Value metadataValue = section.get("metadata");
        InetSocketAddress metadata = metadataValue == null ? METADATA : Addresses.server(metadataValue, 80);
        boolean bad = section.isStandIn() || metadata == null || (nameValue != null && name == null);
        return bad || metadata == null ? null : new AccessReference.RamRole(name, metadata);
    }

    private static @Nullable String role(Value value) {
        String text = value.text();
        if (text == null || text.matches("[A-Za-z0-9.@_-]{1,64}")) {
            return text;
        }
        value.error(
                Yaml.Scalar.quoted(text) + " is not the name of a RAM role",
                "write the name alone, without acs:ram:: and what follows it");
        return null;
    }
}
