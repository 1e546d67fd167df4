/** Who decides, and how is it run? */
@org.jspecify.annotations.NullMarked
package io.failoverd.daemon;
