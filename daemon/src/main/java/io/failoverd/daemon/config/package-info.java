/**
 * What has the operator asked for, and can it be had? From a YAML file to records, with every problem at once. Pure but
 * for the reads of {@link io.failoverd.daemon.config.Surroundings}; nothing here looks a name up or opens a socket.
 */
@org.jspecify.annotations.NullMarked
package io.failoverd.daemon.config;
