/** The requests of a drill: who is asked for the name, what is sent to the address, and what came of each. */
@NullMarked
package io.failoverd.daemon.drill.client;

import org.jspecify.annotations.NullMarked;
