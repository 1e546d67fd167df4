package io.failoverd.daemon.keys;

import io.failoverd.daemon.config.AliyunAccess.AccessReference;
import io.failoverd.daemon.config.SecretReader;
import io.failoverd.dns.aliyun.Credentials;
import java.time.InstantSource;

/** Where the configuration says that an access key of Alibaba Cloud comes from. */
public final class AccessKeys {
    private AccessKeys() {}

    /** Reads what is kept on this machine; the metadata service is not asked before the key is needed. */
    public static KeyRead<Credentials> read(AccessReference reference, SecretReader reader) {
        return switch (reference) {
            case AccessReference.Parts parts ->
                KeptCredentials.parts(parts, reader, System::nanoTime).map(each -> each);
            case AccessReference.Whole whole ->
                KeptCredentials.whole(whole, reader, System::nanoTime).map(each -> each);
            case AccessReference.RamRole role ->
                new KeyRead.Usable<>(new RamRole(new Metadata(role.metadata()), role.name(), InstantSource.system()));
        };
    }
}
