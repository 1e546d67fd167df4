package io.failoverd.dns.alidns;

import com.aliyun.alidns20150109.models.DescribeDNSSLBSubDomainsRequest;
import com.aliyun.alidns20150109.models.DescribeDNSSLBSubDomainsResponse;
import com.aliyun.alidns20150109.models.DescribeDNSSLBSubDomainsResponseBody;
import com.aliyun.alidns20150109.models.DescribeDNSSLBSubDomainsResponseBody.DescribeDNSSLBSubDomainsResponseBodySlbSubDomainsSlbSubDomain;
import com.aliyun.alidns20150109.models.DescribeDNSSLBSubDomainsResponseBody.DescribeDNSSLBSubDomainsResponseBodySlbSubDomainsSlbSubDomainLineAlgorithmsLineAlgorithm;
import io.failoverd.dns.aliyun.AliyunApi;
import io.failoverd.dns.aliyun.Result;
import io.failoverd.dns.model.Failure;
import io.failoverd.dns.model.FailureClass;
import io.failoverd.dns.publish.Call;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which sets of a domain's records are weighted (WRR). The records' own field does not tell: some answers have a weight
 * where none counts.
 *
 * @param open name, type and line of each, in lower case
 */
record WeightedSets(Set<String> open) {
    private static final long PAGE = 100;

    /** 5,000 weighted names in a domain; what comes after is not weighed. */
    private static final int MOST_PAGES = 50;

    WeightedSets {
        open = Set.copyOf(open);
    }

    private static String key(String name, String type, String line) {
        return (name + " " + type + " " + line).toLowerCase(Locale.ROOT);
    }

    boolean has(String name, String type, String line) {
        return open.contains(key(name, type, line));
    }

    WeightedSets without(String name, String type, String line) {
        var rest = new HashSet<>(open);
        rest.remove(key(name, type, line));
        return new WeightedSets(rest);
    }

    static Result<WeightedSets> load(AliyunApi api, String domain, Call call) {
        var open = new HashSet<String>();
        long seen = 0;
        for (long page = 1; page <= MOST_PAGES; page++) {
            var request = new DescribeDNSSLBSubDomainsRequest()
                    .setDomainName(domain)
                    .setPageNumber(page)
                    .setPageSize(PAGE);
            Result<DescribeDNSSLBSubDomainsResponse> result =
                    api.read(call, (sdk, options) -> sdk.describeDNSSLBSubDomainsWithOptions(request, options));
            DescribeDNSSLBSubDomainsResponseBody body;
            switch (result) {
                case Result.Failed<DescribeDNSSLBSubDomainsResponse> failed -> {
                    return new Result.Failed<>(failed.why());
                }
                case Result.Answered<DescribeDNSSLBSubDomainsResponse> answered ->
                    body = answered.response().getBody();
            }
            Long total = body.getTotalCount();
            if (total == null) {
                return new Result.Failed<>(
                        new Failure(FailureClass.TRANSIENT, "partial", "the number of weighted names is missing"));
            }
            var names = body.getSlbSubDomains() == null
                    ? null
                    : body.getSlbSubDomains().getSlbSubDomain();
            if (names != null) {
                names.forEach(name -> add(open, name));
                seen += names.size();
            }
            if (seen >= total) {
                break;
            }
            if (names == null || names.isEmpty()) {
                return new Result.Failed<>(new Failure(
                        FailureClass.TRANSIENT, "partial", seen + " weighted names came and " + total + " there are"));
            }
        }
        return new Result.Answered<>(new WeightedSets(open));
    }

    private static void add(Set<String> open, DescribeDNSSLBSubDomainsResponseBodySlbSubDomainsSlbSubDomain subDomain) {
        String name = subDomain.getSubDomain();
        String type = subDomain.getType();
        if (name == null || type == null) {
            return;
        }
        String bare = name.startsWith("@.") ? name.substring(2) : name;
        List<DescribeDNSSLBSubDomainsResponseBodySlbSubDomainsSlbSubDomainLineAlgorithmsLineAlgorithm> lines =
                subDomain.getLineAlgorithms() == null
                        ? null
                        : subDomain.getLineAlgorithms().getLineAlgorithm();
        if (lines == null || lines.isEmpty()) {
            if (Boolean.TRUE.equals(subDomain.getOpen())) {
                open.add(key(bare, type, AlidnsSettings.DEFAULT_LINE));
            }
            return;
        }
        for (var line : lines) {
            if (Boolean.TRUE.equals(line.getOpen()) && line.getLine() != null) {
                open.add(key(bare, type, line.getLine()));
            }
        }
    }
}
