/**
 * The gRPC health checking protocol, {@code grpc.health.v1.Health/Check}, over HTTP/2: gRPC's own framing and trailers
 * (PROTOCOL-HTTP2.md of grpc/grpc), and the two fields of its messages (health.proto of grpc/grpc-proto) by hand.
 *
 * <p>Traps, all of them tested: a server that fails at once sends its status in the head ("trailers-only"); an HTTP 200
 * says nothing; a status that is not OK comes after the answer as well; a gateway in between answers in plain HTTP.
 */
@org.jspecify.annotations.NullMarked
package io.failoverd.probes.grpc;
