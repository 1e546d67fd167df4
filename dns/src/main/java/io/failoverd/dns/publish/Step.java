package io.failoverd.dns.publish;

/** What is being done about a name. */
enum Step {
    IDLE("waiting for a decision"),
    READ("about to read"),
    READING("reading"),
    WRITE("about to write"),
    WRITING("writing"),
    ASK("about to ask the name servers"),
    ASKING("asking the name servers"),
    WITHHELD("withholding a removal"),
    RETRY("waiting to try again"),
    SETTLED("settled");

    private final String text;

    Step(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }
}
