/** Do the publishers do right by Alibaba Cloud? Against the fake one, through the real SDK. */
@org.jspecify.annotations.NullMarked
package io.failoverd.daemon.publish;
