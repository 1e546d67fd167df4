/** What do we say? Publishers and the local authoritative server. */
@org.jspecify.annotations.NullMarked
package io.failoverd.dns;
