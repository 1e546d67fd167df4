package io.failoverd.daemon.demo.cloud;

import io.failoverd.daemon.demo.cloud.account.Account;
import io.failoverd.daemon.demo.cloud.actions.Catalogue;
import io.failoverd.daemon.demo.cloud.actions.Operation;
import io.failoverd.daemon.demo.cloud.actions.Outcome;
import io.failoverd.daemon.demo.cloud.faults.Effect;
import io.failoverd.daemon.demo.cloud.faults.Fault;
import io.failoverd.daemon.demo.cloud.faults.Faults;
import io.failoverd.daemon.demo.cloud.faults.Reply;
import io.failoverd.daemon.demo.cloud.wire.AccessKey;
import io.failoverd.daemon.demo.cloud.wire.ApiCall;
import io.failoverd.daemon.demo.cloud.wire.FlowControl;
import io.failoverd.daemon.demo.cloud.wire.Gatekeeper;
import io.failoverd.daemon.demo.cloud.wire.RawRequest;
import io.failoverd.daemon.demo.cloud.wire.Refusal;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * The account and all that may be done with it; knows no socket. Any thread may call; one lock makes each call one
 * step. Always: a request is let in, then counted against its quota, then done; the journal has each applied write once.
 */
public final class Cloud {
    /** The caller of what was not asked over the API: somebody at the console. */
    public static final String CONSOLE = "console";

    private final CloudSettings settings;
    private final InstantSource clock;
    private final Later later;
    private final Gatekeeper gatekeeper;
    private final FlowControl flow;
    private final Faults faults;
    private final Journal journal = new Journal();
    private final Tokens tokens = new Tokens();
    private final History history;
    private final Map<String, Instant> busyUntil = new HashMap<>();
    private long sequence;

    public Cloud(Account account, CloudSettings settings, InstantSource clock, Later later) {
        this.settings = settings;
        this.clock = clock;
        this.later = later;
        this.gatekeeper = new Gatekeeper(settings.keys());
        this.flow = new FlowControl(settings.quotas(), settings.otherQuota());
        this.faults = new Faults(settings.seed());
        this.history = new History(account);
    }

    /** Serves a request. */
    public synchronized Reaction handle(RawRequest request) {
        Instant now = clock.instant();
        String requestId = UUID.randomUUID().toString().toUpperCase(Locale.ROOT);
        ApiCall call;
        try {
            call = gatekeeper.admit(request, now);
        } catch (Refusal refusal) {
            String asked = request.headers().getOrDefault("x-acs-action", "");
            journal.add(new Hit(now, asked, "", "", requestId, refusal.code(), Fault.NONE));
            return Reaction.refused(refusal, requestId, new Reply.Normal());
        }
        Fault fault = faults.draw(call.action());
        if (!fault.arrived()) {
            gatekeeper.forget(call);
        }
        Reaction told;
        String code = "";
        try {
            flow.pass(call, now);
            told = Reaction.good(serve(call, fault.effect(), requestId), requestId, fault.reply());
        } catch (Refusal refusal) {
            code = refusal.code();
            told = Reaction.refused(refusal, requestId, fault.reply());
        }
        if (fault.reply() instanceof Reply.Refused refused) {
            code = refused.code();
        }
        journal.add(new Hit(now, call.action(), call.caller(), call.nonce(), requestId, code, fault));
        return told.told(fault.reply());
    }

    private JsonObject serve(ApiCall call, Effect effect, String requestId) throws Refusal {
        Operation operation = Catalogue.find(call.action());
        if (operation == null) {
            throw Gatekeeper.unknown();
        }
        return operation.write() ? write(operation, call, effect, requestId) : read(operation, call, effect);
    }

    private JsonObject read(Operation operation, ApiCall call, Effect effect) throws Refusal {
        Duration age = effect instanceof Effect.Stale stale ? stale.age() : settings.staleReads();
        return operation
                .action()
                .run(call, history.before(clock.instant(), age))
                .body();
    }

    private JsonObject write(Operation operation, ApiCall call, Effect effect, String requestId) throws Refusal {
        JsonObject before = operation.tokens() ? tokens.before(call) : null;
        if (before != null) {
            return before;
        }
        JsonObject body = switch (effect) {
            case Effect.Applied _, Effect.Stale _ -> apply(operation, call, requestId, false);
            case Effect.NotApplied _ -> outcome(operation, call).body();
            case Effect.AppliedLate late -> {
                JsonObject promised = outcome(operation, call).body();
                later.run(late.by(), () -> applyLate(operation, call, requestId));
                yield promised;
            }
        };
        if (operation.tokens() && !(effect instanceof Effect.NotApplied)) {
            tokens.remember(call, body);
        }
        return body;
    }

    /** What would come of it now. */
    private Outcome outcome(Operation operation, ApiCall call) throws Refusal {
        Outcome outcome = operation.action().run(call, history.now());
        Instant until = busyUntil.get(outcome.place().name());
        if (until != null
                && clock.instant().isBefore(until)
                && !outcome.place().busyCode().isEmpty()) {
            throw new Refusal(
                    outcome.place().busyCode(), "The last operation is not finished, please try again later.");
        }
        return outcome;
    }

    private JsonObject apply(Operation operation, ApiCall call, String requestId, boolean isLate) throws Refusal {
        Account old = history.now();
        Outcome outcome = outcome(operation, call);
        Instant now = clock.instant();
        boolean changed = !outcome.account().equals(old);
        if (changed) {
            history.add(now, outcome.account());
        }
        if (settings.writeTakes().isPositive()) {
            busyUntil.put(outcome.place().name(), now.plus(settings.writeTakes()));
        }
        journal.add(new Write(
                ++sequence,
                now,
                call.action(),
                call.parameters(),
                call.caller(),
                requestId,
                changed,
                isLate,
                old,
                outcome.account()));
        return outcome.body();
    }

    /** Whoever asked has long had an answer, so nobody hears of a refusal but the journal. */
    private synchronized void applyLate(Operation operation, ApiCall call, String requestId) {
        try {
            apply(operation, call, requestId, true);
        } catch (Refusal refusal) {
            journal.add(new Hit(
                    clock.instant(),
                    call.action(),
                    call.caller(),
                    call.nonce(),
                    requestId,
                    refusal.code(),
                    Fault.NONE));
        }
    }

    /** Does at once what somebody does by hand in the console: no signature, no quota, no fault. */
    public synchronized JsonObject console(String action, Map<String, String> parameters) throws Refusal {
        Operation operation = Catalogue.find(action);
        if (operation == null) {
            throw Gatekeeper.unknown();
        }
        var call = new ApiCall(action, parameters, CONSOLE, "");
        String requestId = UUID.randomUUID().toString().toUpperCase(Locale.ROOT);
        return operation.write()
                ? apply(operation, call, requestId, false)
                : operation.action().run(call, history.now()).body();
    }

    /** Changes what no call can, say a record's lock; no write of the journal. */
    public synchronized void change(UnaryOperator<Account> change) {
        history.add(clock.instant(), change.apply(history.now()));
    }

    /** A key in place of the one with its id, whose STS token ends. */
    public synchronized void rotate(AccessKey key) {
        gatekeeper.rotate(key);
    }

    /** What the cloud's own health checks find from now on. */
    public void health(String address, boolean healthy) {
        change(account -> account.withHealth(address, healthy));
    }

    /** What is in the account now, whoever may see it yet. */
    public synchronized Account account() {
        return history.now();
    }

    /** What the name servers answer from now. */
    public synchronized Account propagated() {
        return history.before(clock.instant(), settings.propagation());
    }

    public Faults faults() {
        return faults;
    }

    public Journal journal() {
        return journal;
    }
}
