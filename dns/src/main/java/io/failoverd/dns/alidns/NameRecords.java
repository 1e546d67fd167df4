package io.failoverd.dns.alidns;

import com.aliyun.alidns20150109.models.DescribeSubDomainRecordsRequest;
import com.aliyun.alidns20150109.models.DescribeSubDomainRecordsResponse;
import com.aliyun.alidns20150109.models.DescribeSubDomainRecordsResponseBody;
import com.aliyun.alidns20150109.models.DescribeSubDomainRecordsResponseBody.DescribeSubDomainRecordsResponseBodyDomainRecordsRecord;
import io.failoverd.dns.aliyun.AliyunApi;
import io.failoverd.dns.aliyun.Result;
import io.failoverd.dns.model.Failure;
import io.failoverd.dns.model.FailureClass;
import io.failoverd.dns.model.ManagedName;
import io.failoverd.dns.publish.Call;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * All records of a name, of every type and line: one request for up to a hundred of them. Both families come together,
 * and so does an alias that would be in their way.
 */
final class NameRecords {
    /** The most that the API gives. */
    private static final int PAGE = 100;

    /** Ten pages of one name; one that has more is no pool. */
    private static final int MOST = 1_000;

    private NameRecords() {}

    /** The records, all of them, or why not. */
    static Result<List<DescribeSubDomainRecordsResponseBodyDomainRecordsRecord>> load(
            AliyunApi api, ManagedName name, Call call) {
        var all = new ArrayList<DescribeSubDomainRecordsResponseBodyDomainRecordsRecord>();
        var ids = new HashSet<String>();
        long total = -1;
        for (long page = 1; page <= MOST / PAGE; page++) {
            DescribeSubDomainRecordsResponseBody body;
            switch (page(api, name, page, call)) {
                case Result.Failed<DescribeSubDomainRecordsResponse> failed -> {
                    return new Result.Failed<>(failed.why());
                }
                case Result.Answered<DescribeSubDomainRecordsResponse> answered ->
                    body = answered.response().getBody();
            }
            Long count = body.getTotalCount();
            var records = body.getDomainRecords() == null
                    ? null
                    : body.getDomainRecords().getRecord();
            if (count == null || count < 0 || records == null) {
                return partial("the answer says nothing of its records");
            }
            if (total >= 0 && count != total) {
                return partial("the number of records changed between two pages");
            }
            total = count;
            for (var record : records) {
                if (record.getRecordId() == null || !ids.add(record.getRecordId())) {
                    return partial("a record without an id, or twice in the pages");
                }
            }
            all.addAll(records);
            if (all.size() == total) {
                return new Result.Answered<>(List.copyOf(all));
            }
            if (all.size() > total || records.isEmpty()) {
                return partial(all.size() + " records came and " + total + " there are");
            }
        }
        return new Result.Failed<>(
                new Failure(FailureClass.CONFIG, "too-many", name.name() + " has more than " + MOST + " records"));
    }

    private static Result<DescribeSubDomainRecordsResponse> page(
            AliyunApi api, ManagedName name, long page, Call call) {
        var request = new DescribeSubDomainRecordsRequest()
                .setDomainName(name.domain())
                .setSubDomain(Names.subDomain(name))
                .setPageNumber(page)
                .setPageSize((long) PAGE);
        return api.read(call, (sdk, options) -> sdk.describeSubDomainRecordsWithOptions(request, options));
    }

    private static <T> Result<T> partial(String why) {
        return new Result.Failed<>(new Failure(FailureClass.TRANSIENT, "partial", why));
    }
}
