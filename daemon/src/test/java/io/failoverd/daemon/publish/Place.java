package io.failoverd.daemon.publish;

import io.failoverd.daemon.demo.cloud.Cloud;
import io.failoverd.daemon.demo.cloud.account.Account;
import io.failoverd.dns.aliyun.AliyunApi;
import io.failoverd.dns.model.ManagedName;
import io.failoverd.dns.publish.Provider;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One of the kinds of place in the cloud that a publisher keeps names at, for {@link CloudChaosRun}. */
interface Place {
    /** An address that is none of any name's. */
    String FOREIGN = "203.0.113.99";

    /** What the cloud holds at first: every name with two addresses that are on. */
    Account account();

    List<ManagedName> names();

    Provider provider(AliyunApi api);

    /** The addresses of a name that are switched on. */
    Set<String> on(Account account, String name);

    /**
     * What a write asks for, by name and address, whether to be on; an action that switches nothing has nothing.
     *
     * @param now when it is sent
     */
    Map<String, Map<String, Boolean>> switches(Account now, String action, Map<String, String> parameters);

    /** Somebody at the console switches an address on, or adds it. */
    void switchOn(Cloud cloud, String name, String address);
}
