/** The values of publishing: what a name should answer, and what came of saying so. Pure. */
@org.jspecify.annotations.NullMarked
package io.failoverd.dns.model;
