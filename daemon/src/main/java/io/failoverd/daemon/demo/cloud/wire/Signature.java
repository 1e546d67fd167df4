package io.failoverd.daemon.demo.cloud.wire;

import java.util.Map;

/** A way to sign a request. */
sealed interface Signature permits Acs3Signature, RpcSignature {
    Claim claim() throws Refusal;

    /** Whether this secret made the signature. */
    boolean madeWith(String secret);

    /** What was verified, as the gateway quotes it when it does not fit. */
    String canonical();

    /** The parameters of the action, without those of the signature. */
    Map<String, String> business();

    static Signature of(RawRequest request) throws Refusal {
        return request.header("authorization").isEmpty() ? new RpcSignature(request) : Acs3Signature.of(request);
    }
}
