/**
 * What goes wrong between a caller and the cloud? For each call two things are chosen apart: what becomes of what was
 * asked, and what the caller hears of it. They disagree as often in the real one.
 */
@org.jspecify.annotations.NullMarked
package io.failoverd.daemon.demo.cloud.faults;
