package io.failoverd.daemon.demo.cloud.wire;

import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The older style: everything in the query, HMAC-SHA1 over it. */
record RpcSignature(RawRequest request) implements Signature {
    private static final Set<String> COMMON = Set.of(
            "Action",
            "Version",
            "Format",
            "Timestamp",
            "Signature",
            "SignatureNonce",
            "SignatureMethod",
            "SignatureVersion",
            "AccessKeyId",
            "SecurityToken");

    private String parameter(String name) {
        return request.parameters().getOrDefault(name, "");
    }

    @Override
    public Claim claim() throws Refusal {
        for (String name : new String[] {"AccessKeyId", "Signature", "Timestamp"}) {
            if (parameter(name).isEmpty()) {
                throw Refusal.missing(name);
            }
        }
        return new Claim(
                parameter("AccessKeyId"),
                parameter("SecurityToken"),
                parameter("Timestamp"),
                parameter("SignatureNonce"),
                parameter("Action"),
                parameter("Version"));
    }

    @Override
    public boolean madeWith(String secret) {
        String expected = Base64.getEncoder().encodeToString(Encoding.hmac("HmacSHA1", secret + "&", canonical()));
        return parameter("SignatureMethod").equals("HMAC-SHA1") && Encoding.same(expected, parameter("Signature"));
    }

    @Override
    public String canonical() {
        var signed = new TreeMap<>(request.parameters());
        signed.remove("Signature");
        return request.method() + "&%2F&" + Encoding.percent(Encoding.canonicalQuery(signed));
    }

    @Override
    public Map<String, String> business() {
        var rest = new TreeMap<>(request.parameters());
        rest.keySet().removeAll(COMMON);
        return rest;
    }
}
