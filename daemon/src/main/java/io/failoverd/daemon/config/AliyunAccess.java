package io.failoverd.daemon.config;

import io.failoverd.dns.aliyun.AliyunSettings;
import java.net.InetSocketAddress;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How Alibaba Cloud's API is reached, and as whom. */
public record AliyunAccess(Endpoint endpoint, AccessReference credentials) {
    /**
     * Where the API answers.
     *
     * @param host with a port where it is not the usual one
     * @param tls false for a loopback address only
     */
    public record Endpoint(String host, boolean tls) {
        /** One service behind all of them: its usual name, those of its regions, and those inside their networks. */
        private static final Pattern NAMES =
                Pattern.compile("(?:alidns|dns)(?:-vpc)?(?:\\.[a-z0-9-]+)?\\.aliyuncs\\.com");

        /** The same for every endpoint by which the same accounts are reached. */
        public Endpoint service() {
            return NAMES.matcher(host).matches() ? new Endpoint(AliyunSettings.ENDPOINT, true) : this;
        }
    }

    /** Where access keys come from; the secrets themselves by reference only. */
    public sealed interface AccessReference {
        /**
         * In parts.
         *
         * @param token of STS; null for a key that lasts
         */
        record Parts(
                SecretSource id,
                SecretSource secret,
                @Nullable SecretSource token) implements AccessReference {}

        /** In one piece, so that a key and its secret cannot be of different age. */
        record Whole(SecretSource key) implements AccessReference {}

        /**
         * That of the RAM role of the ECS instance which this is, from its metadata service.
         *
         * @param name of the role; null: the one that the instance has
         * @param metadata made of a literal
         */
        record RamRole(@Nullable String name, InetSocketAddress metadata) implements AccessReference {}
    }
}
