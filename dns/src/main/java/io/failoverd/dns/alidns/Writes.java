package io.failoverd.dns.alidns;

import com.aliyun.alidns20150109.models.AddDomainRecordRequest;
import com.aliyun.alidns20150109.models.SetDomainRecordStatusRequest;
import com.aliyun.alidns20150109.models.UpdateDNSSLBWeightRequest;
import com.aliyun.alidns20150109.models.UpdateDomainRecordRequest;
import com.aliyun.tea.TeaModel;
import io.failoverd.dns.aliyun.AliyunApi;
import io.failoverd.dns.aliyun.Request;
import io.failoverd.dns.aliyun.Written;
import io.failoverd.dns.model.Change;
import io.failoverd.dns.model.Failure;
import io.failoverd.dns.model.FailureClass;
import io.failoverd.dns.model.ManagedName;
import io.failoverd.dns.model.RecordSet;
import io.failoverd.dns.model.TargetRecord;
import io.failoverd.dns.publish.Call;
import io.failoverd.dns.publish.WriteOutcome;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** One change as one request. Holds nothing. */
final class Writes {
    /** The smallest that is answered; the weight that is wanted follows as a change of its own. */
    private static final int HEARD = 1;

    private final AliyunApi api;
    private final String line;

    Writes(AliyunApi api, String line) {
        this.api = api;
        this.line = line;
    }

    WriteOutcome write(ManagedName name, RecordSet held, Change change, Call call) {
        if (change instanceof Change.Add add) {
            return add(name, held, add, call);
        }
        Optional<Handle> found = held.of(change.address()).flatMap(Handle::of);
        if (found.isEmpty()) {
            return new WriteOutcome.Failed(
                    new Failure(FailureClass.STALE_ID, "no-id", "the record's id has to be looked up first"));
        }
        Handle handle = found.get();
        return switch (change) {
            case Change.Enable _ when handle.muted() -> weigh(handle, HEARD, call);
            case Change.Enable _ -> status(handle, "Enable", call);
            case Change.Disable _ -> status(handle, "Disable", call);
            case Change.SetWeight set -> weigh(handle, set.weight(), call);
            case Change.SetTtl set -> update(name, handle, set, call);
            case Change.Add add -> add(name, held, add, call);
        };
    }

    private WriteOutcome status(Handle handle, String status, Call call) {
        var request = new SetDomainRecordStatusRequest()
                .setRecordId(handle.recordId())
                .setStatus(status);
        return send(call, handle.recordId(), (sdk, options) -> sdk.setDomainRecordStatusWithOptions(request, options));
    }

    private WriteOutcome weigh(Handle handle, int weight, Call call) {
        var request =
                new UpdateDNSSLBWeightRequest().setRecordId(handle.recordId()).setWeight(weight);
        return send(call, handle.recordId(), (sdk, options) -> sdk.updateDNSSLBWeightWithOptions(request, options));
    }

    /** All of the record: what is left out becomes the default. */
    private WriteOutcome update(ManagedName name, Handle handle, Change.SetTtl set, Call call) {
        var request = new UpdateDomainRecordRequest()
                .setRecordId(handle.recordId())
                .setRR(Names.rr(name))
                .setType(Names.type(set.address()))
                .setValue(handle.value())
                .setLine(line)
                .setTTL(set.ttl().toSeconds());
        return send(call, handle.recordId(), (sdk, options) -> sdk.updateDomainRecordWithOptions(request, options));
    }

    private WriteOutcome add(ManagedName name, RecordSet held, Change.Add add, Call call) {
        Duration ttl = add.ttl().isZero() ? beside(held, add) : add.ttl();
        var request = new AddDomainRecordRequest()
                .setDomainName(name.domain())
                .setRR(Names.rr(name))
                .setType(Names.type(add.address()))
                .setValue(add.address().getHostAddress())
                .setLine(line);
        if (ttl.isPositive()) {
            request.setTTL(ttl.toSeconds());
        }
        return send(call, "", (sdk, options) -> sdk.addDomainRecordWithOptions(request, options));
    }

    /** The TTL of a record that is answered with it; zero: Alidns' own choice. */
    private static Duration beside(RecordSet held, Change.Add add) {
        return held.records().stream()
                .filter(record -> Names.type(record.address()).equals(Names.type(add.address())))
                .map(TargetRecord::ttl)
                .filter(Duration::isPositive)
                .min(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /** A success says which record it is about; anything else is an answer to something else. */
    private <T extends TeaModel> WriteOutcome send(Call call, String recordId, Request<T> request) {
        Written<T> written = api.write(call, request);
        if (!(written instanceof Written.Answered<T> answered)) {
            return written.outcome();
        }
        Object told = answered.response().toMap().get("body") instanceof Map<?, ?> body ? body.get("RecordId") : null;
        boolean right = recordId.isEmpty() ? told != null : recordId.equals(told);
        return right
                ? written.outcome()
                : new WriteOutcome.Failed(
                        new Failure(FailureClass.AMBIGUOUS, "odd", "the answer does not name the record"));
    }
}
