package io.failoverd.dns.alidns;

import com.aliyun.alidns20150109.models.DescribeDomainInfoRequest;
import com.aliyun.alidns20150109.models.DescribeDomainInfoResponse;
import com.aliyun.alidns20150109.models.DescribeDomainInfoResponseBody;
import io.failoverd.dns.aliyun.AliyunApi;
import io.failoverd.dns.aliyun.Result;
import io.failoverd.dns.model.Failure;
import io.failoverd.dns.model.FailureClass;
import io.failoverd.dns.publish.Call;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What Alidns says of a domain.
 *
 * @param smallestTtl that its edition allows
 * @param nameServers by name, in lower case
 */
record DomainInfo(Duration smallestTtl, List<String> nameServers) {
    /** Alidns gives a domain two. */
    private static final int MOST_NAME_SERVERS = 8;

    DomainInfo {
        nameServers = List.copyOf(nameServers);
    }

    static Result<DomainInfo> load(AliyunApi api, String domain, Call call) {
        var request = new DescribeDomainInfoRequest().setDomainName(domain).setNeedDetailAttributes(true);
        Result<DescribeDomainInfoResponse> result =
                api.read(call, (sdk, options) -> sdk.describeDomainInfoWithOptions(request, options));
        return switch (result) {
            case Result.Failed<DescribeDomainInfoResponse> failed -> new Result.Failed<>(failed.why());
            case Result.Answered<DescribeDomainInfoResponse> answered ->
                read(answered.response().getBody());
        };
    }

    private static Result<DomainInfo> read(DescribeDomainInfoResponseBody body) {
        Long ttl = body.getMinTtl();
        if (ttl == null || ttl < 1) {
            return new Result.Failed<>(
                    new Failure(FailureClass.TRANSIENT, "partial", "the domain's smallest TTL is missing"));
        }
        var servers = body.getDnsServers() == null ? null : body.getDnsServers().getDnsServer();
        List<String> names = servers == null
                ? List.of()
                : servers.stream()
                        .filter(name -> name != null && !name.isBlank())
                        .map(name -> name.strip().toLowerCase(Locale.ROOT))
                        .limit(MOST_NAME_SERVERS)
                        .toList();
        return new Result.Answered<>(new DomainInfo(Duration.ofSeconds(ttl), names));
    }
}
