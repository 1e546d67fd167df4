package io.failoverd.daemon.publish;

import io.failoverd.dns.contract.PublisherContract;
import io.failoverd.dns.contract.Stage;
import java.io.IOException;

/** What holds for every publisher, over Alibaba Cloud DNS. */
class AlidnsPublisherTest extends PublisherContract {
    @Override
    protected Stage stage() throws IOException {
        return AlidnsStage.warm();
    }
}
