package io.failoverd.daemon.demo.cloud.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * ACS3-HMAC-SHA256: everything in headers, the signature over method, path, query, the signed headers and the body's
 * hash. What is not signed is not believed, so {@code host} and every {@code x-acs-} header has to be.
 */
record Acs3Signature(RawRequest request, String keyId, List<String> signed, String signature) implements Signature {
    private static final String ALGORITHM = "ACS3-HMAC-SHA256";
    private static final Pattern AUTHORIZATION = Pattern.compile(
            ALGORITHM + "\\s+Credential=([^,\\s]+)\\s*,\\s*SignedHeaders=([^,\\s]+)\\s*,\\s*Signature=([0-9a-fA-F]+)");

    static Acs3Signature of(RawRequest request) throws Refusal {
        Matcher matcher = AUTHORIZATION.matcher(request.header("authorization"));
        if (!matcher.matches()) {
            throw new Refusal("IncompleteSignature", "The request signature does not conform to Aliyun standards.");
        }
        return new Acs3Signature(
                request, matcher.group(1), Arrays.asList(matcher.group(2).split(";", -1)), matcher.group(3));
    }

    @Override
    public Claim claim() {
        return new Claim(
                keyId,
                request.header("x-acs-security-token"),
                request.header("x-acs-date"),
                request.header("x-acs-signature-nonce"),
                request.header("x-acs-action"),
                request.header("x-acs-version"));
    }

    @Override
    public boolean madeWith(String secret) {
        String hash = Encoding.sha256(request.bodyBytes());
        boolean whole = signed.contains("host")
                && request.headers().keySet().stream()
                        .allMatch(name -> !name.startsWith("x-acs-") || signed.contains(name));
        return whole
                && request.header("x-acs-content-sha256").equals(hash)
                && Encoding.same(HexFormat.of().formatHex(Encoding.hmac("HmacSHA256", secret, text(hash))), signature);
    }

    @Override
    public String canonical() {
        return canonical(Encoding.sha256(request.bodyBytes()));
    }

    private String text(String bodyHash) {
        return ALGORITHM + "\n" + Encoding.sha256(canonical(bodyHash).getBytes(StandardCharsets.UTF_8));
    }

    private String canonical(String bodyHash) {
        var canonical = new StringBuilder(request.method())
                .append('\n')
                .append(request.path())
                .append('\n')
                .append(Encoding.canonicalQuery(Encoding.decodeForm(request.query())))
                .append('\n');
        for (String name : signed) {
            canonical.append(name).append(':').append(request.header(name)).append('\n');
        }
        return canonical
                .append('\n')
                .append(String.join(";", signed))
                .append('\n')
                .append(bodyHash)
                .toString();
    }

    @Override
    public Map<String, String> business() {
        return request.parameters();
    }
}
