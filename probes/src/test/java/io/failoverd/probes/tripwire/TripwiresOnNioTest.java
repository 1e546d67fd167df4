package io.failoverd.probes.tripwire;

import io.failoverd.probes.Probing;

/** The same on NIO, whose errors have other texts. */
@Probing.OnNio
class TripwiresOnNioTest extends TripwiresTest {}
