package io.failoverd.daemon.publish;

import io.failoverd.dns.contract.PublisherContract;
import io.failoverd.dns.contract.Stage;
import io.failoverd.dns.model.Control;

/** Address pools of GTM 2.0 keep the contract, as the real SDK writes them. */
class Gtm2PublisherTest extends PublisherContract {
    @Override
    protected Stage stage() throws Exception {
        return new Gtm2Stage(Control.SMART);
    }
}
