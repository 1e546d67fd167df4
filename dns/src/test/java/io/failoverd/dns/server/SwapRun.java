package io.failoverd.dns.server;

import io.failoverd.dns.client.ClientRegions;
import io.failoverd.dns.zone.LoadResult;
import io.failoverd.dns.zone.ZoneSpec;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/**
 * Swaps the tables of a live server while clients ask as fast as it answers. A swap is both kinds at once: zones are
 * loaded anew, with the generation in a TXT record, and a decision is published, with the generation in each of its
 * addresses. A query that leaves after a swap has returned must not see anything older.
 */
final class SwapRun {
    /** Outstanding queries of each client: enough to keep the server busy, and no more than a receive buffer holds. */
    private static final int WINDOW = 32;

    private static final Duration LOST_AFTER = Duration.ofSeconds(2);
    private static final int FIRST = 1000;
    private static final String TXT = "generation.gslb.example.com";

    private final LocalDns dns;
    private final InetSocketAddress server;
    /** Swaps that have returned, and that have begun. */
    private volatile int swapped = FIRST;

    private volatile int begun = FIRST;
    private volatile boolean done;

    SwapRun(LocalDns dns, InetSocketAddress server) {
        this.dns = dns;
        this.server = server;
    }

    /**
     * What the clients saw; everything but {@code answers} and {@code generations} is to be zero.
     *
     * @param generations how many different ones
     * @param torn answers of more than one generation, or of other records than there are
     * @param stale answers that are older than the last swap before their query left
     * @param early answers of a generation that was not begun
     */
    record Outcome(long answers, int generations, long lost, long torn, long stale, long early) {
        Outcome plus(Outcome other) {
            return new Outcome(
                    answers + other.answers,
                    Math.max(generations, other.generations),
                    lost + other.lost,
                    torn + other.torn,
                    stale + other.stale,
                    early + other.early);
        }
    }

    /** Waits between swaps; returns whether there is another one. */
    interface Pace {
        boolean next(int generation) throws InterruptedException;
    }

    Outcome run(int clients, Pace pace) throws Exception {
        swap(FIRST);
        try (ExecutorService asking = Executors.newFixedThreadPool(clients)) {
            List<Future<Outcome>> seen = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                seen.add(asking.submit(() -> new Client().run()));
            }
            try {
                for (int generation = FIRST + 1; pace.next(generation - FIRST); generation++) {
                    begun = generation;
                    swap(generation);
                    swapped = generation;
                }
            } finally {
                done = true;
            }
            var all = new Outcome(0, 0, 0, 0, 0, 0);
            for (Future<Outcome> one : seen) {
                all = all.plus(one.get());
            }
            return all;
        }
    }

    private void swap(int generation) {
        String zone = SampleZones.GSLB + "generation 0 TXT \"" + generation + "\"\n";
        LoadResult loaded = LocalDns.load(
                List.of(
                        new ZoneSpec("gslb.example.com", new ZoneSpec.MasterFile("gslb.zone", zone)),
                        new ZoneSpec(
                                "child.gslb.example.com.", new ZoneSpec.MasterFile("child.zone", SampleZones.CHILD))),
                SampleZones.SERVICES);
        switch (loaded) {
            case LoadResult.Loaded good -> dns.replaceZones(good.zones(), ClientRegions.NONE, SampleZones.LOADED);
            case LoadResult.Rejected bad ->
                throw new AssertionError(bad.problems().toString());
        }
        String tail = (generation >> 8) + "." + (generation & 0xFF);
        SampleZones.publish(dns, SampleZones.WWW, generation, "10.1." + tail, "10.2." + tail, "10.3." + tail);
    }

    /** One client: sends a window of queries, takes its answers, and looks at each. */
    private final class Client {
        private final byte[][] queries = {
            Ask.query(TXT, Type.TXT).toWire(),
            Ask.query(SampleZones.WWW, Type.A).toWire(),
            Ask.query("alias.gslb.example.com", Type.A).toWire()
        };
        private final Set<Integer> generations = new HashSet<>();
        private final int[] floor = new int[WINDOW];
        private final boolean[] open = new boolean[WINDOW];
        private int round;
        private long answers;
        private long lost;
        private long torn;
        private long stale;
        private long early;

        Outcome run() throws IOException {
            try (var socket = new DatagramSocket()) {
                socket.connect(server);
                socket.setSoTimeout((int) LOST_AFTER.toMillis());
                boolean last;
                do {
                    last = done;
                    send(socket);
                    receive(socket);
                    round++;
                } while (!last);
            }
            return new Outcome(answers, generations.size(), lost, torn, stale, early);
        }

        /** The id says which of the window it is, and of which round: a straggler is not taken for another. */
        private void send(DatagramSocket socket) throws IOException {
            for (int i = 0; i < WINDOW; i++) {
                byte[] query = queries[i % queries.length];
                int id = (round * WINDOW + i) & 0xFFFF;
                query[0] = (byte) (id >> 8);
                query[1] = (byte) id;
                open[i] = true;
                floor[i] = swapped;
                socket.send(new DatagramPacket(query, query.length));
            }
        }

        private void receive(DatagramSocket socket) throws IOException {
            var packet = new DatagramPacket(new byte[ServerOptions.USUAL_UDP_SIZE], ServerOptions.USUAL_UDP_SIZE);
            for (int left = WINDOW; left > 0; ) {
                try {
                    packet.setLength(ServerOptions.USUAL_UDP_SIZE);
                    socket.receive(packet);
                } catch (SocketTimeoutException e) {
                    lost += left;
                    return;
                }
                var answer = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
                int place = answer.getHeader().getID() - ((round * WINDOW) & 0xFFFF);
                if (place >= 0 && place < WINDOW && open[place]) {
                    open[place] = false;
                    left--;
                    judge(answer, floor[place]);
                }
            }
        }

        private void judge(Message answer, int atLeast) {
            answers++;
            Set<Integer> here = new HashSet<>();
            int records = 0;
            for (Record record : answer.getSection(Section.ANSWER)) {
                if (record.getType() == Type.TXT || record.getType() == Type.A) {
                    here.add(generation(record));
                    records++;
                }
            }
            boolean text = answer.getQuestion().getType() == Type.TXT;
            if (here.size() != 1 || records != (text ? 1 : 3)) {
                torn++;
                return;
            }
            int generation = here.iterator().next();
            generations.add(generation);
            stale += generation < atLeast ? 1 : 0;
            early += generation > begun ? 1 : 0;
        }
    }

    private static int generation(Record record) {
        if (record instanceof TXTRecord text) {
            return Integer.parseInt(text.getStrings().getFirst());
        }
        String[] octets = record.rdataToString().split("\\.", -1);
        return (Integer.parseInt(octets[2]) << 8) + Integer.parseInt(octets[3]);
    }
}
