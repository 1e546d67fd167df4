package io.failoverd.daemon.demo.cloud;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** Asks the cloud's name servers, over UDP first. */
record Names(FakeCloud cloud) {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    Message ask(String name, int type) throws IOException {
        return resolver().send(query(name, type));
    }

    Message askTcp(String name, int type) throws IOException {
        SimpleResolver resolver = resolver();
        resolver.setTCP(true);
        return resolver.send(query(name, type));
    }

    /** As a resolver of the last century: no EDNS, and a truncated answer is taken for what it is. */
    Message askPlain(String name, int type) throws IOException {
        SimpleResolver resolver = resolver();
        resolver.setEDNS(-1);
        resolver.setIgnoreTruncation(true);
        return resolver.send(query(name, type));
    }

    private SimpleResolver resolver() {
        var resolver = new SimpleResolver(cloud.dns());
        resolver.setTimeout(TIMEOUT);
        return resolver;
    }

    private static Message query(String name, int type) throws IOException {
        return Message.newQuery(Record.newRecord(Name.fromString(name + "."), type, DClass.IN));
    }

    List<String> addresses(String name) throws IOException {
        return addresses(ask(name, Type.A));
    }

    static List<String> addresses(Message answer) {
        return answer.getSection(Section.ANSWER).stream()
                .filter(record -> record.getType() == Type.A)
                .map(Record::rdataToString)
                .toList();
    }
}
