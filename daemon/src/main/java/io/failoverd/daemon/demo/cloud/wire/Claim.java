package io.failoverd.daemon.demo.cloud.wire;

/**
 * What a request says of itself before anyone believes it.
 *
 * @param date as it was written
 * @param token the STS token that came with it; empty when none did
 */
record Claim(String keyId, String token, String date, String nonce, String action, String version) {}
