/** How is everything started, kept going, reloaded and stopped, and what does the service manager hear of it? */
@org.jspecify.annotations.NullMarked
package io.failoverd.daemon.run;
