package io.failoverd.dns.gtm;

import com.aliyun.alidns20150109.models.DescribeDomainInfoRequest;
import com.aliyun.alidns20150109.models.DescribeDomainInfoResponse;
import com.aliyun.alidns20150109.models.DescribeDomainInfoResponseBody;
import io.failoverd.dns.aliyun.AliyunApi;
import io.failoverd.dns.aliyun.Result;
import io.failoverd.dns.model.Failure;
import io.failoverd.dns.model.FailureClass;
import io.failoverd.dns.model.ManagedName;
import io.failoverd.dns.publish.Call;
import io.failoverd.dns.publish.ServerAnswer;
import io.failoverd.dns.query.HostNames;
import io.failoverd.dns.query.NameServers;
import io.failoverd.dns.query.Question;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Asks the name servers that answer for a name of GTM: those that were configured, else those that the account says its
 * domain has. Any thread may ask. What was found is kept while the provider lives; a domain seldom changes its servers.
 */
final class DomainServers {
    /** One response of weighted GTM has one address; four make it likely that one which should be gone is seen. */
    private static final int TIMES = 4;

    private static final int PORT = 53;

    private final AliyunApi api;
    private final List<NameServers.Server> configured;
    private final HostNames hosts = HostNames.system();

    /** By name; bounded by the names that a publisher keeps. */
    private final Map<String, List<String>> found = new ConcurrentHashMap<>();

    DomainServers(AliyunApi api, List<InetSocketAddress> configured) {
        this.api = api;
        this.configured = configured.stream().map(NameServers.Server::at).toList();
    }

    List<ServerAnswer> ask(ManagedName name, Call call) {
        var servers = new ArrayList<>(configured);
        if (servers.isEmpty()) {
            switch (of(name, call)) {
                case Result.Answered<List<String>> answered -> resolve(answered.response(), servers, call);
                case Result.Failed<List<String>> failed -> {
                    return List.of(new ServerAnswer.Silent(
                            "all",
                            "which they are is not known: " + failed.why().text()));
                }
            }
        }
        return servers.isEmpty()
                ? List.of(new ServerAnswer.Silent("all", "their own names cannot be looked up"))
                : NameServers.ask(servers, new Question(name.name(), true, TIMES), call);
    }

    private void resolve(List<String> names, List<NameServers.Server> into, Call call) {
        for (String each : names) {
            List<InetAddress> addresses = hosts.of(each, call.remaining().dividedBy(2));
            if (!addresses.isEmpty() && into.size() < NameServers.MOST) {
                into.add(new NameServers.Server(each, new InetSocketAddress(addresses.getFirst(), PORT)));
            }
        }
    }

    /** Of the name's domain where that is a zone, else of the longest part of the name that the account has as one. */
    private Result<List<String>> of(ManagedName managed, Call call) {
        String name = managed.name();
        List<String> known = found.get(name);
        if (known != null) {
            return new Result.Answered<>(known);
        }
        boolean given = name.equals(managed.domain()) || name.endsWith("." + managed.domain());
        for (String domain = given ? managed.domain() : name;
                domain.contains(".");
                domain = domain.substring(domain.indexOf('.') + 1)) {
            String asked = domain;
            switch (api.read(
                    call,
                    (sdk, options) -> sdk.describeDomainInfoWithOptions(
                            new DescribeDomainInfoRequest().setDomainName(asked), options))) {
                case Result.Answered<DescribeDomainInfoResponse> answered -> {
                    List<String> servers = servers(answered.response().getBody());
                    if (!servers.isEmpty()) {
                        found.put(name, servers);
                        return new Result.Answered<>(servers);
                    }
                }
                case Result.Failed<DescribeDomainInfoResponse> failed -> {
                    if (!failed.why().code().startsWith("InvalidDomainName")) {
                        return new Result.Failed<>(failed.why());
                    }
                }
            }
        }
        return new Result.Failed<>(new Failure(
                FailureClass.CONFIG,
                "no-domain",
                "the account has no domain that " + name + " is in; name its servers in the configuration"));
    }

    private static List<String> servers(@Nullable DescribeDomainInfoResponseBody body) {
        return body == null
                        || body.getDnsServers() == null
                        || body.getDnsServers().getDnsServer() == null
                ? List.of()
                : body.getDnsServers().getDnsServer();
    }
}
