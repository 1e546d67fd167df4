/**
 * Who asks, and is the request theirs? Alibaba Cloud's RPC style over HTTP: ACS3-HMAC-SHA256 as the current SDKs sign,
 * and the older HMAC-SHA1 in the query. Traps: the URL is form-encoded and the signature is over RFC 3986, so
 * parameters are decoded and encoded again; {@code host} is signed with its port. JDK cryptography alone.
 */
@org.jspecify.annotations.NullMarked
package io.failoverd.daemon.demo.cloud.wire;
