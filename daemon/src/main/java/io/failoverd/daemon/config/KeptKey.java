package io.failoverd.daemon.config;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An access key of Alibaba Cloud as it is kept in one piece: the JSON of STS and of the metadata service, or the CSV file
 * that the RAM console hands out.
 *
 * @param token of STS; empty for a key that lasts
 */
public record KeptKey(String id, String secret, Optional<String> token) {
    static final String HOW = "write the JSON {\"AccessKeyId\": …, \"AccessKeySecret\": …, \"SecurityToken\": …}, "
            + "or keep the CSV file of the RAM console as it is";

    /** What an HTTP header carries; the longest known, a token of STS, has about a thousand characters. */
    private static final Pattern PART = Pattern.compile("[\\x21-\\x7e]{1,4096}");

    /** The head of the console's file and a line for the key. */
    private static final Pattern CSV = Pattern.compile(
            "AccessKey ID,\\s*AccessKey Secret\\s*\\R\\s*([^,\\s]+),\\s*([^,\\s]+)\\s*", Pattern.CASE_INSENSITIVE);

    /** Empty where the text is no key. */
    public static Optional<KeptKey> parse(String text) {
        var csv = CSV.matcher(text);
        if (csv.matches()) {
            return of(csv.group(1), csv.group(2), Optional.empty());
        }
        try {
            var json = new JsonObject(text);
            return of(json.getValue("Credentials") instanceof JsonObject inner ? inner : json);
        } catch (DecodeException _) {
            // Its message may repeat the text.
            return Optional.empty();
        }
    }

    /** From the JSON object that has the three keys. */
    public static Optional<KeptKey> of(JsonObject json) {
        Object token = json.getValue("SecurityToken");
        return json.getValue("AccessKeyId") instanceof String id
                        && json.getValue("AccessKeySecret") instanceof String secret
                        && (token == null || token instanceof String)
                ? of(id, secret, Optional.ofNullable((String) token).filter(one -> !one.isEmpty()))
                : Optional.empty();
    }

    private static Optional<KeptKey> of(String id, String secret, Optional<String> token) {
        return isPart(id) && isPart(secret) && token.stream().allMatch(KeptKey::isPart)
                ? Optional.of(new KeptKey(id, secret, token))
                : Optional.empty();
    }

    /** Whether it can be an id, a secret or a token. */
    public static boolean isPart(String text) {
        return PART.matcher(text).matches();
    }

    /** Shows the id alone. */
    @Override
    public String toString() {
        return "KeptKey[" + id + "]";
    }
}
