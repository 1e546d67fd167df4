package io.failoverd.daemon.publish;

import io.failoverd.dns.contract.PublisherContract;
import io.failoverd.dns.contract.Stage;
import io.failoverd.dns.model.Control;

/** Addresses of GTM 3.0 keep the contract, as the real SDK switches them. */
class Gtm3PublisherTest extends PublisherContract {
    @Override
    protected Stage stage() throws Exception {
        return new Gtm3Stage(Control.SMART);
    }
}
