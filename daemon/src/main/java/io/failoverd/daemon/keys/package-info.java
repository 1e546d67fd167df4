/**
 * Which key does a publisher sign with, now? Keys are read anew where they are kept, so that they change without a
 * restart; what is half changed is no key. Talks to the metadata service of an ECS instance (HTTP on 100.100.100.200,
 * in its hardened mode: a session token is fetched by PUT first). Its traps: it answers 404 where the instance has no
 * role, a key that is about to expire may be given for a while, and it is nowhere to be found off ECS.
 */
@org.jspecify.annotations.NullMarked
package io.failoverd.daemon.keys;
