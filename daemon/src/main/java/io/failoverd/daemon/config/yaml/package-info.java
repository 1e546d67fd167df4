/**
 * What does a YAML file say, and where? YAML 1.2 (core schema) through snakeyaml-engine's events, as a tree in which
 * every node knows its line and column, and readers over it that collect problems instead of throwing.
 *
 * <p>Traps: the engine's own composer recurses without a bound and loses the place of a key; duplicate keys and the
 * size of expanded aliases are nobody's business but ours at this level.
 */
@org.jspecify.annotations.NullMarked
package io.failoverd.daemon.config.yaml;
