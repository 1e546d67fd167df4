package io.failoverd.probes.model;

/** What an HTTP probe speaks. It asks for no other version, and takes none. */
public enum HttpVersion {
    HTTP_1_1("1.1", "http/1.1"),
    /** In TLS by ALPN; without TLS by prior knowledge (RFC 9113, sections 3.2 and 3.3). */
    HTTP_2("2", "h2");

    private final String word;
    private final String alpn;

    HttpVersion(String word, String alpn) {
        this.word = word;
        this.alpn = alpn;
    }

    /** The word in the configuration. */
    public String word() {
        return word;
    }

    /** Its name in the TLS handshake (RFC 7301). */
    public String alpn() {
        return alpn;
    }
}
