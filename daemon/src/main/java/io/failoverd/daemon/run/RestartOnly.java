package io.failoverd.daemon.run;

import io.failoverd.daemon.config.Configuration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The keys that a reload cannot change, because a socket, a thread or a file hangs on them. */
final class RestartOnly {
    private RestartOnly() {}

    /** Those of them that differ. */
    static List<String> changed(Configuration old, Configuration next) {
        var keys = new ArrayList<String>();
        add(keys, "node.name", old.node().name(), next.node().name());
        add(keys, "node.stateDir", old.node().stateDir(), next.node().stateDir());
        add(keys, "dns.listen", old.dns().listen(), next.dns().listen());
        add(keys, "dns.threads", old.dns().threads(), next.dns().threads());
        add(keys, "dns.engine", old.dns().engine(), next.dns().engine());
        add(keys, "dns.nsid", old.dns().nsid(), next.dns().nsid());
        add(keys, "dns.version", old.dns().version(), next.dns().version());
        add(keys, "dns.udpSize", old.dns().udpSize(), next.dns().udpSize());
        add(keys, "admin.listen", old.admin().listen(), next.admin().listen());
        return keys;
    }

    private static void add(List<String> keys, String key, @Nullable Object old, @Nullable Object next) {
        if (!Objects.equals(old, next)) {
            keys.add(key);
        }
    }
}
