package io.failoverd.probes.http;

import io.failoverd.probes.Probing;

/** Where epoll cannot be had. */
@Probing.OnNio
class HttpProberOnNioTest extends HttpProberTest {}
