/** The values of probing: what to probe, how, and what came of it. Pure: no socket, no clock, no file. */
@org.jspecify.annotations.NullMarked
package io.failoverd.probes.model;
