/**
 * What are the bytes of an answer? Decisions are compiled to wire format when they are published, so that a query only
 * copies; everything else is composed with dnsjava when it is asked.
 */
@org.jspecify.annotations.NullMarked
package io.failoverd.dns.answer;
