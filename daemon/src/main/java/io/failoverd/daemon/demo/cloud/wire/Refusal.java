package io.failoverd.daemon.demo.cloud.wire;

/** A call that is answered with an error. */
public final class Refusal extends Exception {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String code;

    /**
     * An error with an HTTP status of its own; most have 400, so this is the rare one.
     *
     * @param code the error code that callers tell errors apart by
     */
    public Refusal(int status, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    public Refusal(String code, String message) {
        this(400, code, message);
    }

    public static Refusal missing(String parameter) {
        return new Refusal(
                "MissingParameter",
                "The input parameter \"" + parameter
                        + "\" that is mandatory for processing this request is not supplied.");
    }

    public static Refusal invalid(String parameter) {
        return new Refusal("InvalidParameter", "The specified parameter \"" + parameter + "\" is not valid.");
    }

    public static Refusal throttled() {
        return new Refusal("Throttling.User", "Request was denied due to user flow control.");
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    public String text() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
