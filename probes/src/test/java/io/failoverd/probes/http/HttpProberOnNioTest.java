package io.failoverd.probes.http;

import io.failoverd.probes.ProberContract;

/** Where epoll cannot be had. */
@ProberContract.OnNio
class HttpProberOnNioTest extends HttpProberTest {}
