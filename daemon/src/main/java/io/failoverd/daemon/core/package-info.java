/**
 * What follows from what happened? {@link io.failoverd.daemon.core.Engine#step} is the one function that decides; it
 * and every value it uses are pure: no clock, no socket, no file, no random source.
 */
@org.jspecify.annotations.NullMarked
package io.failoverd.daemon.core;
