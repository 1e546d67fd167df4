package io.failoverd.dns.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.WireParseException;

/**
 * Whatever bytes come, each is met with silence or with one response that is sound, and the prepared way says what the
 * composing one says. Each build runs the inputs in the resources; {@code JAZZER_FUZZ=1} looks for new ones.
 */
class QueryFuzzTest {
    private static final long SEED = 7;
    private static final LocalDns DNS =
            SampleZones.decided(RegionalAnswersTest.clients(), service -> Optional.of(List.of("why " + service)));
    private static final ByteBuffer UDP = ByteBuffer.allocate(ServerOptions.USUAL_UDP_SIZE);
    private static final ByteBuffer TCP = ByteBuffer.allocate(Responder.MAX_TCP);
    private static final Shared SHARED = Ask.still(DNS);

    static {
        RegionalAnswersTest.publish(DNS, SampleZones.WWW, 2, RegionalAnswersTest.NINETY_TO_TEN);
    }

    @FuzzTest(maxDuration = "10m")
    void anyBytes(byte[] bytes) {
        asked(bytes);
    }

    /** Both ways say the same over either transport, and it is sound. */
    static void asked(byte[] bytes) {
        for (Transport transport : Transport.values()) {
            byte[] prepared = ask(responder(transport), bytes, transport);
            byte[] composed = ask(composing(transport), bytes, transport);
            assertThat(prepared).isEqualTo(composed);
            sound(bytes, prepared);
        }
    }

    private static Responder responder(Transport transport) {
        return new Responder(SHARED, new Tally(transport), new SplittableRandom(SEED));
    }

    private static Responder composing(Transport transport) {
        return Responder.composing(SHARED, new Tally(transport), new SplittableRandom(SEED));
    }

    private static byte[] ask(Responder responder, byte[] query, Transport transport) {
        ByteBuffer out = transport == Transport.UDP ? UDP : TCP;
        int length = responder.respond(ByteBuffer.wrap(query), out, new ClientAddress().set(Ask.LOOPBACK));
        assertThat(Tally.sum(List.of(responder.tally())).errors()).isZero();
        byte[] response = new byte[length];
        out.get(0, response);
        return response;
    }

    /** A response can be read, has the query's id, and never answers a response. */
    private static void sound(byte[] query, byte[] response) {
        boolean silence = query.length < QueryReader.HEADER || (query[2] & 0x80) != 0;
        if (silence) {
            assertThat(response).isEmpty();
            return;
        }
        try {
            var message = new Message(response);
            assertThat(message.getHeader().getFlag(Flags.QR)).isTrue();
            assertThat(response[0]).isEqualTo(query[0]);
            assertThat(response[1]).isEqualTo(query[1]);
            assertThat(message.toWire()).isNotEmpty();
        } catch (WireParseException e) {
            throw new AssertionError("a response that cannot be read", e);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
