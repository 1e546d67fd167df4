package io.failoverd.dns.zone;

import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/** A record and the line it came from, 0 when it came from no file. */
record ZoneRecord(Record data, int line) {
    Name name() {
        return data.getName();
    }

    int type() {
        return data.getType();
    }
}
