package io.failoverd.dns.server;

/** How a query came. */
public enum Transport {
    UDP,
    TCP
}
