/**
 * The drill: real requests through a real resolver, a failure that is made, and what was predicted beside what came of it.
 * A process of its own, which sees the daemon as every client does, and over its admin interface.
 */
@NullMarked
package io.failoverd.daemon.drill;

import org.jspecify.annotations.NullMarked;
