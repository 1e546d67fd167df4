package io.failoverd.daemon.demo.cloud.faults;

import java.time.Duration;

/** One thing that goes wrong with one call. Any effect goes with any reply; the named ones are those met in the wild. */
public record Fault(Effect effect, Reply reply) {
    /** As if nothing were wrong. */
    public static final Fault NONE = new Fault(new Effect.Applied(), new Reply.Normal());

    private static final Effect APPLIED = new Effect.Applied();
    private static final Effect NOT_APPLIED = new Effect.NotApplied();

    public static Fault throttled() {
        return refused(400, "Throttling.User", "Request was denied due to user flow control.");
    }

    public static Fault unavailable() {
        return refused(503, "ServiceUnavailable", "The request has failed due to a temporary failure of the server.");
    }

    /** Alidns lists it with HTTP 400, and not with 500. */
    public static Fault internalError() {
        return refused(
                400,
                "InternalError",
                "The request processing has failed due to some unknown error, exception or failure.");
    }

    public static Fault lastOperationNotFinished() {
        return refused(400, "LastOperationNotFinished", "The last operation is not finished.");
    }

    /** Any error in JSON; nothing is applied. */
    public static Fault refused(int status, String code, String message) {
        return new Fault(NOT_APPLIED, new Reply.Refused(status, code, message));
    }

    /** The page of a proxy that does not reach the API. */
    public static Fault htmlPage() {
        return new Fault(
                NOT_APPLIED,
                new Reply.Page(
                        502,
                        "text/html",
                        "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"));
    }

    /** HTTP 200 and nothing else, although it was done. */
    public static Fault emptyBody() {
        return new Fault(APPLIED, new Reply.Page(200, "application/json;charset=utf-8", ""));
    }

    public static Fault droppedBefore() {
        return new Fault(NOT_APPLIED, new Reply.Dropped());
    }

    public static Fault droppedAfter() {
        return new Fault(APPLIED, new Reply.Dropped());
    }

    public static Fault slowHead(Duration silence) {
        return new Fault(APPLIED, new Reply.SlowHead(silence));
    }

    public static Fault dripping(Duration perByte) {
        return new Fault(APPLIED, new Reply.Dripping(perByte));
    }

    public static Fault unsuccessful() {
        return new Fault(NOT_APPLIED, new Reply.Unsuccessful());
    }

    /** Told as done, and done later. */
    public static Fault late(Duration by) {
        return new Fault(new Effect.AppliedLate(by), new Reply.Normal());
    }

    /** The caller gives up on a dead connection, and it is done all the same, later. */
    public static Fault droppedAndLate(Duration by) {
        return new Fault(new Effect.AppliedLate(by), new Reply.Dropped());
    }

    public static Fault stale(Duration age) {
        return new Fault(new Effect.Stale(age), new Reply.Normal());
    }

    /** The same reply, with another effect. */
    public Fault with(Effect other) {
        return new Fault(other, reply);
    }

    /** Whether the caller can tell that the request arrived at all. */
    public boolean arrived() {
        return !(effect instanceof Effect.NotApplied && reply instanceof Reply.Dropped);
    }
}
