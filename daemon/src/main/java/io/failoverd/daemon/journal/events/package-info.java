/**
 * What happened to the core, event by event? Talks to SQLite 3 (sqlite-jdbc, WAL) in {@code journal.db}, a file of its
 * own beside the state, so that neither its size nor its damage can touch the state.
 *
 * <p>Traps: a reader of a live file must not hold a transaction for long, or the write-ahead log grows; a result's
 * times are noise that no compression shrinks, so the bytes are saved in everything around them.
 */
@org.jspecify.annotations.NullMarked
package io.failoverd.daemon.journal.events;
