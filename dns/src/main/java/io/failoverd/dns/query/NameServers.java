package io.failoverd.dns.query;

import io.failoverd.dns.model.Failure;
import io.failoverd.dns.publish.Call;
import io.failoverd.dns.publish.ServerAnswer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/** Asks a target's own name servers, each directly and all at the same time, within the call's deadline. */
public final class NameServers {
    /** More would be asked at once for every verification. */
    public static final int MOST = 32;

    private NameServers() {}

    /** One of them; {@code name} is what people know it by. */
    public record Server(String name, InetSocketAddress address) {
        public Server {
            if (address.isUnresolved()) {
                throw new IllegalArgumentException("a name server is asked at an address, not at " + address);
            }
        }

        /** A server that has no other name than its address. */
        public static Server at(InetSocketAddress address) {
            String text = address.getAddress().getHostAddress();
            return new Server(address.getPort() == 53 ? text : text + " port " + address.getPort(), address);
        }
    }

    /** What each of them says, in their order; one that does not answer in time is silent. */
    public static List<ServerAnswer> ask(List<Server> servers, Question question, Call call) {
        if (servers.size() > MOST) {
            throw new IllegalArgumentException("more than " + MOST + " name servers");
        }
        var answers = new ConcurrentHashMap<Server, ServerAnswer>();
        var threads = new ArrayList<Thread>();
        for (Server server : servers) {
            threads.add(Thread.ofVirtual()
                    .name("ask-" + server.name())
                    .start(() -> answers.put(server, ask(server, question, call))));
        }
        try {
            for (Thread thread : threads) {
                thread.join(call.remaining());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        threads.forEach(Thread::interrupt);
        return servers.stream()
                .map(server ->
                        answers.getOrDefault(server, new ServerAnswer.Silent(server.name(), "no answer in time")))
                .toList();
    }

    private static ServerAnswer ask(Server server, Question question, Call call) {
        Name name;
        try {
            name = Name.fromString(question.name(), Name.root);
        } catch (TextParseException e) {
            return new ServerAnswer.Silent(server.name(), "not a domain name");
        }
        Set<InetAddress> seen = new LinkedHashSet<>();
        for (int i = 0; i < question.times(); i++) {
            var lookup = new Lookup(server.address(), null, call::remaining, question.aliases());
            switch (lookup.byUdp(name)) {
                case Lookup.Found found -> seen.addAll(found.records().keySet());
                case Lookup.NotFound missing -> {
                    Failure why = missing.why();
                    return new ServerAnswer.Silent(server.name(), why.text());
                }
            }
        }
        return new ServerAnswer.Answered(server.name(), seen, question.times() == 1);
    }
}
