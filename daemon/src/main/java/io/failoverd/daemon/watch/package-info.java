/**
 * Has the world heard of a decision? What is awaited of which server after it, when that counts as settled, and whom to ask
 * next. Pure, like the core: {@code run} asks the servers and tells the time.
 *
 * <p>Traps: a public resolver is many caches behind one address, so that one clean answer says little of the next. An
 * answer is only a clean one while none of the removed addresses is in it; so many of them in a row, and the time of the
 * first of those, are what is believed. Nobody can see all caches: the figures are a sample from where this host stands.
 */
@org.jspecify.annotations.NullMarked
package io.failoverd.daemon.watch;
