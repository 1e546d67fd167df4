package io.failoverd.daemon.demo.cloud.wire;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lets in what is signed by a known key, of today, and not seen before. Belongs to the cloud, under whose lock it is
 * called. Always: a nonce that was let in is remembered for longer than a request with it could still be of today.
 */
public final class Gatekeeper {
    /** How far a caller's clock may be off. */
    public static final Duration SKEW = Duration.ofMinutes(15);

    /** The one version of this API. */
    private static final String VERSION = "2015-01-09";

    /** Half an hour at fifty calls a second; beyond it the oldest are forgotten early. */
    private static final int MOST_NONCES = 100_000;

    /** Told apart from tokens that never were; beyond it they are not. */
    private static final int MOST_EXPIRED = 1_000;

    private final Map<String, AccessKey> keys = new HashMap<>();
    private final Set<String> expired = new HashSet<>();
    private final Set<String> nonces = new HashSet<>();
    private final ArrayDeque<Seen> order = new ArrayDeque<>();

    private record Seen(String nonce, Instant at) {}

    public Gatekeeper(List<AccessKey> keys) {
        keys.forEach(key -> this.keys.put(key.id(), key));
    }

    /** What the request asks, once it is clear who asks. */
    public ApiCall admit(RawRequest request, Instant now) throws Refusal {
        Signature signature = Signature.of(request);
        Claim claim = signature.claim();
        AccessKey key = keys.get(claim.keyId());
        if (key == null) {
            throw new Refusal(404, "InvalidAccessKeyId.NotFound", "Specified access key is not found.");
        }
        if (expired.contains(claim.token())) {
            throw new Refusal("InvalidSecurityToken.Expired", "Specified SecurityToken is expired.");
        }
        if (!Encoding.same(key.token(), claim.token())) {
            // The reference has no code for a wrong STS token; this is the one that Alibaba Cloud's STS pages name.
            throw new Refusal("InvalidSecurityToken.Malformed", "Specified SecurityToken is malformed.");
        }
        ofToday(claim.date(), now);
        if (!signature.madeWith(key.secret())) {
            // The real one quotes what it verified, and so whatever token came along; from other people's logs.
            throw new Refusal(
                    "SignatureDoesNotMatch",
                    "Specified signature is not matched with our calculation. server CanonicalRequest is "
                            + signature.canonical());
        }
        if (claim.action().isEmpty() || !claim.version().equals(VERSION)) {
            throw unknown();
        }
        once(claim, now);
        return new ApiCall(claim.action(), signature.business(), key.id(), claim.nonce());
    }

    /** From now on this is the key of its id, and a token that came with the id before has expired. */
    public void rotate(AccessKey key) {
        AccessKey before = keys.put(key.id(), key);
        if (before != null && !before.token().isEmpty() && !before.token().equals(key.token())) {
            if (expired.size() >= MOST_EXPIRED) {
                expired.clear();
            }
            expired.add(before.token());
        }
    }

    public static Refusal unknown() {
        return new Refusal(
                404, "InvalidAction.NotFound", "Specified api is not found, please check your url and method.");
    }

    private static void ofToday(String date, Instant now) throws Refusal {
        Instant written;
        try {
            written = Instant.parse(date);
        } catch (DateTimeException _) {
            throw new Refusal("IllegalTimestamp", "The input parameter \"Timestamp\" is not well formed.");
        }
        if (Duration.between(written, now).abs().compareTo(SKEW) > 0) {
            throw new Refusal("InvalidTimeStamp.Expired", "Specified time stamp or date value is expired.");
        }
    }

    private void once(Claim claim, Instant now) throws Refusal {
        while (!order.isEmpty()
                && (order.size() >= MOST_NONCES
                        || order.getFirst().at().plus(SKEW.multipliedBy(2)).isBefore(now))) {
            nonces.remove(order.removeFirst().nonce());
        }
        if (claim.nonce().isEmpty()) {
            throw Refusal.missing("SignatureNonce");
        }
        String nonce = claim.keyId() + " " + claim.nonce();
        if (!nonces.add(nonce)) {
            throw new Refusal("SignatureNonceUsed", "Specified signature nonce was used already.");
        }
        order.addLast(new Seen(nonce, now));
    }

    /** A call that, as far as its sender's network can tell, never arrived may come again. */
    public void forget(ApiCall call) {
        nonces.remove(call.caller() + " " + call.nonce());
    }
}
