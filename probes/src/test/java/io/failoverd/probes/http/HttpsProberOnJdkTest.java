package io.failoverd.probes.http;

import io.failoverd.probes.Probing.OnJdkTls;

/** All of {@link HttpsProberTest} again, with the JDK's TLS. */
@OnJdkTls
class HttpsProberOnJdkTest extends HttpsProberTest {}
