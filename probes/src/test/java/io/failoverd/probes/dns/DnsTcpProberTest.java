package io.failoverd.probes.dns;

import io.failoverd.probes.Attempt;
import io.failoverd.probes.Gateway;
import io.failoverd.probes.ProberContract;
import io.failoverd.probes.model.Cadence;
import io.failoverd.probes.model.Check;
import io.failoverd.probes.model.DnsCheck;
import io.failoverd.probes.model.FailureReason;
import io.failoverd.probes.model.LatencyLimits;
import io.failoverd.probes.model.Target;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

class DnsTcpProberTest extends ProberContract {
    private final DnsProber prober = new DnsProber(dialer);

    @Override
    protected Attempt start(Target target) {
        return prober.start(target, (DnsCheck) target.check());
    }

    @Override
    protected Check check(int port, @Nullable InetAddress source, Cadence cadence) {
        return new DnsCheck(
                "dns",
                port,
                ".",
                "NS",
                DnsCheck.Transport.TCP,
                false,
                List.of("NOERROR"),
                List.of(),
                LatencyLimits.NONE,
                source,
                cadence);
    }

    @Override
    protected Gateway healthy(String address) {
        return Gateway.on(address, socket -> {
            var in = new DataInputStream(socket.getInputStream());
            var query = new Message(in.readNBytes(in.readUnsignedShort()));
            byte[] answer =
                    NameServer.answer(query, Rcode.NOERROR, "NS a.root.test.").toWire();
            var out = new DataOutputStream(socket.getOutputStream());
            out.writeShort(answer.length);
            out.write(answer);
            out.flush();
        });
    }

    @Override
    protected FailureReason whenHanging() {
        return FailureReason.FIRST_BYTE_TIMEOUT;
    }

    @Override
    protected FailureReason whenClosing() {
        return FailureReason.CLOSED_EARLY;
    }
}
