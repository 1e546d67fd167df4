/** What can be asked of a running daemon over HTTP, and what does it count? */
@org.jspecify.annotations.NullMarked
package io.failoverd.daemon.admin;
