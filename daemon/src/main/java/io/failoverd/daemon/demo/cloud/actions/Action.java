package io.failoverd.daemon.demo.cloud.actions;

import io.failoverd.daemon.demo.cloud.account.Account;
import io.failoverd.daemon.demo.cloud.wire.ApiCall;
import io.failoverd.daemon.demo.cloud.wire.Refusal;

/** One of the API's actions. */
@FunctionalInterface
public interface Action {
    Outcome run(ApiCall call, Account account) throws Refusal;
}
