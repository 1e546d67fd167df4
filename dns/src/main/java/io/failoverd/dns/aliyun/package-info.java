/**
 * How is the API of an Alibaba Cloud account called? Version 2015-01-09 of Alidns, which is GTM's too, through the
 * vendor's SDK {@code alidns20150109}.
 *
 * <p>Traps, all measured: left alone, the SDK's HTTP client sends a request up to four times when a pooled connection
 * breaks, follows redirects, and has no limit for a whole call; the SDK retries by itself when asked to, and then never
 * what is worth it. Errors are sorted by Code, since the status says nothing (InternalError comes with 400). An answer
 * that is no JSON loses its status in the SDK. The gateway's complaint about a signature quotes the request, STS token
 * included; the SDK's exceptions carry the request that failed. A missing class of the trimmed SDK is an Error.
 */
@org.jspecify.annotations.NullMarked
package io.failoverd.dns.aliyun;
