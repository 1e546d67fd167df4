package io.failoverd.dns.gtm;

import com.aliyun.alidns20150109.models.ListCloudGtmInstanceConfigsRequest;
import com.aliyun.alidns20150109.models.ListCloudGtmInstanceConfigsResponse;
import com.aliyun.alidns20150109.models.ListCloudGtmInstanceConfigsResponseBody;
import com.aliyun.alidns20150109.models.ListCloudGtmInstanceConfigsResponseBody.ListCloudGtmInstanceConfigsResponseBodyInstanceConfigsInstanceConfig;
import com.aliyun.alidns20150109.models.ListCloudGtmInstanceConfigsResponseBody.ListCloudGtmInstanceConfigsResponseBodyInstanceConfigsInstanceConfigAddressPoolsAddressPool;
import io.failoverd.dns.aliyun.AliyunApi;
import io.failoverd.dns.aliyun.Result;
import io.failoverd.dns.model.Failure;
import io.failoverd.dns.model.FailureClass;
import io.failoverd.dns.publish.Call;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the pools of an access domain of GTM 3.0, which has a configuration for each record type. Holds nothing. */
final class AccessDomains {
    /** The code of a failure: there is none of that name. */
    static final String NONE = "access-domain";

    private static final int PAGE = 100;

    /** One name has a configuration for A and one for AAAA; more pages of them are a list that was not filtered. */
    private static final int MOST_PAGES = 10;

    private static final Map<String, Family> ADDRESSES = Map.of("A", Family.IPV4, "AAAA", Family.IPV6);

    private final AliyunApi api;
    private final Optional<String> instance;

    AccessDomains(AliyunApi api, Optional<String> instance) {
        this.api = api;
        this.instance = instance;
    }

    private Result<ListCloudGtmInstanceConfigsResponse> page(@Nullable String name, int number, int size, Call call) {
        var request = new ListCloudGtmInstanceConfigsRequest()
                .setScheduleDomainName(name)
                .setPageNumber(number)
                .setPageSize(size);
        instance.ifPresent(request::setInstanceId);
        return api.read(call, (sdk, options) -> sdk.listCloudGtmInstanceConfigsWithOptions(request, options));
    }

    /** What it is like now. */
    Result<AccessDomain> read(String name, Call call) {
        var found = new LinkedHashSet<String>();
        var disabled = EnumSet.noneOf(Family.class);
        long seen = 0;
        for (int number = 1; number <= MOST_PAGES; number++) {
            ListCloudGtmInstanceConfigsResponseBody body;
            switch (page(name, number, PAGE, call)) {
                case Result.Failed<ListCloudGtmInstanceConfigsResponse> failed -> {
                    return new Result.Failed<>(failed.why());
                }
                case Result.Answered<ListCloudGtmInstanceConfigsResponse> answered ->
                    body = answered.response().getBody();
            }
            List<ListCloudGtmInstanceConfigsResponseBodyInstanceConfigsInstanceConfig> configs = configs(body);
            if (body == null || configs == null || body.getTotalItems() == null || body.getTotalPages() == null) {
                return Unread.partial("the access domains of the account");
            }
            for (ListCloudGtmInstanceConfigsResponseBodyInstanceConfigsInstanceConfig config : configs) {
                Family family = family(config, name);
                if (family != null) {
                    if (Boolean.FALSE.equals(CloudGtmAddress.first(config.getEnableStatus(), "enable", "disable"))) {
                        disabled.add(family);
                    }
                    List<String> pools = pools(config);
                    if (pools == null) {
                        return Unread.partial("an access domain without its pools");
                    }
                    found.addAll(pools);
                }
            }
            seen += configs.size();
            if (number >= body.getTotalPages()) {
                return seen == body.getTotalItems()
                        ? judged(name, found, disabled)
                        : Unread.partial(
                                body.getTotalItems() + " access domains there are, and " + seen + " were told");
            }
        }
        return new Result.Failed<>(new Failure(
                FailureClass.CONFIG, "too-many", "too many access domains to look for " + name + ": name its pools"));
    }

    private Result<AccessDomain> judged(String name, Set<String> found, Set<Family> disabled) {
        if (!found.isEmpty() && found.size() <= CloudGtmSettings.MOST_POOLS) {
            return new Result.Answered<>(new AccessDomain(List.copyOf(found), disabled));
        }
        String where = instance.map(id -> "instance " + id).orElse("the account");
        return new Result.Failed<>(new Failure(
                FailureClass.CONFIG,
                found.isEmpty() ? NONE : "many-pools",
                found.isEmpty()
                        ? where + " has no access domain " + name + " with pools of addresses"
                        : name + " has " + found.size() + " pools in " + where + ", more than "
                                + CloudGtmSettings.MOST_POOLS));
    }

    /** Of what it is for; null where that is another name, or no addresses. */
    private static @Nullable Family family(
            ListCloudGtmInstanceConfigsResponseBodyInstanceConfigsInstanceConfig config, String name) {
        String type = config.getScheduleRrType();
        return name.equalsIgnoreCase(config.getScheduleDomainName()) && type != null
                ? ADDRESSES.get(type.toUpperCase(Locale.ROOT))
                : null;
    }

    private static @Nullable List<ListCloudGtmInstanceConfigsResponseBodyInstanceConfigsInstanceConfig> configs(
            @Nullable ListCloudGtmInstanceConfigsResponseBody body) {
        return body == null || body.getInstanceConfigs() == null
                ? null
                : body.getInstanceConfigs().getInstanceConfig();
    }

    /** Null where it does not say which. */
    private static @Nullable List<String> pools(
            ListCloudGtmInstanceConfigsResponseBodyInstanceConfigsInstanceConfig config) {
        if (config.getAddressPools() == null || config.getAddressPools().getAddressPool() == null) {
            return null;
        }
        var ids = new ArrayList<String>();
        for (ListCloudGtmInstanceConfigsResponseBodyInstanceConfigsInstanceConfigAddressPoolsAddressPool pool :
                config.getAddressPools().getAddressPool()) {
            if (pool.getAddressPoolId() != null) {
                ids.add(pool.getAddressPoolId());
            }
        }
        return ids;
    }

    /** A page of one, of whatever there is. */
    void warmUp(Call call) {
        page(null, 1, 1, call);
    }
}
