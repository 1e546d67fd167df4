package io.failoverd.dns.aliyun;

import com.aliyun.alidns20150109.Client;
import com.aliyun.tea.TeaModel;
import com.aliyun.teaopenapi.models.Config;
import io.failoverd.dns.model.Failure;
import io.failoverd.dns.model.FailureClass;
import io.failoverd.dns.publish.Call;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * The API of one account, through the SDK. Any thread may call; a call blocks, is one request at most, and ends at the
 * nearer of its two deadlines or soon after an interrupt. Always: no exception of the SDK leaves here (they carry the
 * request), and no text has a secret in it.
 */
public final class AliyunApi implements AutoCloseable {
    private final AliyunSettings settings;
    private final Transport transport;
    private volatile @Nullable Signer signer;

    /** The SDK's client signs with the key that it was made with. */
    private record Signer(AccessKey key, Client client) {}

    public AliyunApi(AliyunSettings settings) {
        this(settings, SocketFactory.getDefault());
    }

    /** @param sockets that lead to the endpoint; a simulation has its own */
    public AliyunApi(AliyunSettings settings, SocketFactory sockets) {
        this.settings = settings;
        this.transport = new Transport(settings.host(), settings.port(), sockets);
    }

    public AliyunSettings settings() {
        return settings;
    }

    /** One request that changes nothing. */
    public <T extends TeaModel> Result<T> read(Call call, Request<T> request) {
        return switch (exchange(call, () -> true, false, request)) {
            case Written.Answered<T> answered -> new Result.Answered<>(answered.response());
            case Written.Failed<T> failed -> new Result.Failed<>(failed.why());
            case Written.NotSent<T> _ ->
                new Result.Failed<>(new Failure(FailureClass.TRANSIENT, "not-sent", "the read was not sent"));
        };
    }

    /**
     * One request that changes something. {@link Call#maySend} is asked when the key is there and the connection stands,
     * right before the request goes out.
     */
    public <T extends TeaModel> Written<T> write(Call call, Request<T> request) {
        return exchange(call, call::maySend, true, request);
    }

    private <T extends TeaModel> Written<T> exchange(
            Call call, BooleanSupplier wanted, boolean write, Request<T> request) {
        AccessKey key;
        switch (settings.credentials().key()) {
            case Credentials.KeyReading.Usable usable -> key = usable.key();
            case Credentials.KeyReading.Unusable unusable -> {
                return new Written.Failed<>(unusable.why());
            }
        }
        Duration atMost = call.remaining().compareTo(settings.requestDeadline()) < 0
                ? call.remaining()
                : settings.requestDeadline();
        var gate = new Gate(wanted);
        var errors = new SdkErrors(key, gate, write, atMost);
        try {
            Client client = client(key);
            T response = transport.send(gate, atMost, options -> request.send(client, options));
            return unsuccessful(response)
                    ? new Written.Failed<>(errors.unsuccessful())
                    : new Written.Answered<>(response);
        } catch (Exception | LinkageError e) {
            if (gate.refused()) {
                return new Written.NotSent<>();
            }
            return new Written.Failed<>(rotated(errors.of(e), key));
        }
    }

    private Client client(AccessKey key) throws Exception {
        Signer last = signer;
        if (last != null && last.key().equals(key)) {
            return last.client();
        }
        var config = new Config()
                .setEndpoint(settings.endpoint())
                .setProtocol(settings.tls() ? "HTTPS" : "HTTP")
                .setAccessKeyId(key.id())
                .setAccessKeySecret(key.secret())
                .setUserAgent("failoverd");
        key.token().ifPresent(config::setSecurityToken);
        var next = new Signer(key, new Client(config));
        signer = next;
        return next.client();
    }

    /** GTM 3.0 says so in the body, with HTTP 200. */
    private static boolean unsuccessful(TeaModel response) {
        return response.toMap().get("body") instanceof Map<?, ?> body && Boolean.FALSE.equals(body.get("Success"));
    }

    /** A refused key that has been replaced meanwhile needs no person: the new one is tried at once. */
    private Failure rotated(Failure failure, AccessKey used) {
        if (!ErrorCodes.isAboutTheKey(failure.code())) {
            return failure;
        }
        boolean replaced = settings.credentials().after(used) instanceof Credentials.KeyReading.Usable now
                && !now.key().equals(used);
        return replaced
                ? new Failure(
                        FailureClass.CHANGED, failure.code(), used + " was refused and has been replaced meanwhile")
                : failure;
    }

    /** Lets go of idle connections. */
    @Override
    public void close() {
        transport.close();
    }
}
