package io.failoverd.daemon.demo.cloud;

import io.failoverd.daemon.demo.cloud.faults.Reply;
import io.failoverd.daemon.demo.cloud.wire.Refusal;
import io.vertx.core.json.JsonObject;

/**
 * What goes back to the caller.
 *
 * @param manner how it goes: at once, slowly, or not at all
 */
public record Reaction(int status, String contentType, String body, String requestId, Reply manner) {
    private static final String JSON = "application/json;charset=utf-8";
    private static final String HOST_ID = "alidns.aliyuncs.com";

    static Reaction good(JsonObject body, String requestId, Reply manner) {
        JsonObject whole = body.copy().put("RequestId", requestId);
        return new Reaction(200, JSON, whole.encode(), requestId, manner);
    }

    static Reaction refused(Refusal refusal, String requestId, Reply manner) {
        var body = new JsonObject()
                .put("RequestId", requestId)
                .put("HostId", HOST_ID)
                .put("Code", refusal.code())
                .put("Message", refusal.text())
                .put(
                        "Recommend",
                        "https://api.aliyun.com/troubleshoot?q=" + refusal.code() + "&product=Alidns&requestId="
                                + requestId);
        return new Reaction(refusal.status(), JSON, body.encode(), requestId, manner);
    }

    /** The same, told as the fault wants it. */
    Reaction told(Reply reply) {
        return switch (reply) {
            case Reply.Normal _, Reply.Dropped _, Reply.SlowHead _, Reply.Dripping _ ->
                new Reaction(status, contentType, body, requestId, reply);
            case Reply.Page page -> new Reaction(page.status(), page.contentType(), page.body(), requestId, reply);
            case Reply.Unsuccessful _ -> good(new JsonObject().put("Success", false), requestId, reply);
            case Reply.Refused refused ->
                refused(new Refusal(refused.status(), refused.code(), refused.message()), requestId, reply);
        };
    }
}
