package io.failoverd.dns.aliyun;

import com.aliyun.alidns20150109.Client;
import com.aliyun.tea.TeaModel;
import com.aliyun.teautil.models.RuntimeOptions;

/** One call of the SDK, with these options and no others: {@code xxxWithOptions(request, options)}. */
@FunctionalInterface
public interface Request<T extends TeaModel> {
    T send(Client sdk, RuntimeOptions options) throws Exception;
}
