package io.failoverd.probes.dns;

import io.failoverd.probes.Probing;

/** Where epoll cannot be had. */
@Probing.OnNio
class DnsUdpProberOnNioTest extends DnsUdpProberTest {}
