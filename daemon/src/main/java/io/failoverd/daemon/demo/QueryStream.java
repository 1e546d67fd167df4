package io.failoverd.daemon.demo;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Asks one name server for one name, again and again, over UDP and on time whatever the answers do, and keeps every
 * answer. Two threads of its own: one sends, one receives.
 */
final class QueryStream implements AutoCloseable {
    /** An answer that takes longer is lost. */
    static final Duration LOST_AFTER = Duration.ofSeconds(2);

    /** 16-bit ids must not be reused while a query may still be answered: 65,536 at 100/s last for eleven minutes. */
    private static final int IDS = 1 << 16;

    private final DatagramSocket socket;
    private final InetSocketAddress server;
    private final Name name;
    private final Duration every;
    private final Map<Integer, Long> open = new ConcurrentHashMap<>();
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();
    private final List<Answer> answers = new ArrayList<>();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final List<Thread> threads;

    QueryStream(InetSocketAddress server, Name name, Duration every) throws SocketException {
        this.socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        this.server = server;
        this.name = name;
        this.every = every;
        this.threads = List.of(
                Thread.ofPlatform().daemon().name("demo-queries").unstarted(this::send),
                Thread.ofPlatform().daemon().name("demo-answers").unstarted(this::receive));
    }

    void start() {
        threads.forEach(Thread::start);
    }

    int sent() {
        return sent.get();
    }

    int lost() {
        return lost.get();
    }

    synchronized List<Answer> answers() {
        return List.copyOf(answers);
    }

    /** The first answer that arrived at {@code from} or later and is as asked; null when there is none in time. */
    synchronized @Nullable Answer first(long from, Predicate<Answer> asked, Duration within) {
        long deadline = System.nanoTime() + within.toNanos();
        int looked = 0;
        while (true) {
            for (; looked < answers.size(); looked++) {
                Answer answer = answers.get(looked);
                if (answer.nanos() >= from && asked.test(answer)) {
                    return answer;
                }
            }
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                return null;
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return null;
            }
        }
    }

    private void send() {
        long next = System.nanoTime();
        try {
            for (int i = 0; !stop.await(Math.max(0, next - System.nanoTime()), TimeUnit.NANOSECONDS); i++) {
                next += every.toNanos();
                ask(i % IDS);
                countLost();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            if (stop.getCount() > 0) {
                throw new IllegalStateException("the demo's query socket failed", e);
            }
        }
    }

    private void ask(int id) throws IOException {
        var query = Message.newQuery(Record.newRecord(name, Type.A, DClass.IN));
        query.getHeader().setID(id);
        query.getHeader().unsetFlag(Flags.RD);
        byte[] bytes = query.toWire();
        open.put(id, System.nanoTime());
        sent.incrementAndGet();
        socket.send(new DatagramPacket(bytes, bytes.length, server));
    }

    private void countLost() {
        long oldest = System.nanoTime() - LOST_AFTER.toNanos();
        open.entrySet().removeIf(query -> {
            boolean gone = query.getValue() < oldest;
            if (gone) {
                lost.incrementAndGet();
            }
            return gone;
        });
    }

    private void receive() {
        var packet = new DatagramPacket(new byte[4096], 4096);
        while (stop.getCount() > 0) {
            try {
                packet.setLength(4096);
                socket.receive(packet);
                long now = System.nanoTime();
                byte[] bytes = Arrays.copyOf(packet.getData(), packet.getLength());
                var message = new Message(bytes);
                if (open.remove(message.getHeader().getID()) != null) {
                    keep(read(message, now));
                }
            } catch (IOException e) {
                if (stop.getCount() > 0 && !socket.isClosed()) {
                    keep(new Answer(System.nanoTime(), Set.of(), 0, false, "unreadable: " + e.getMessage()));
                }
            }
        }
    }

    private synchronized void keep(Answer answer) {
        answers.add(answer);
        notifyAll();
    }

    private Answer read(Message message, long now) {
        var addresses = new HashSet<String>();
        boolean sound =
                message.getRcode() == Rcode.NOERROR && message.getHeader().getFlag(Flags.AA);
        long ttl = 0;
        for (Record record : message.getSection(Section.ANSWER)) {
            ttl = record.getTTL();
            if (record instanceof ARecord a && record.getName().equals(name)) {
                addresses.add(a.getAddress().getHostAddress());
            } else {
                sound = false;
            }
        }
        return new Answer(now, addresses, ttl, sound, Rcode.string(message.getRcode()) + " " + addresses);
    }

    /** Waits for the answers that are still under way, then ends. */
    @Override
    public void close() {
        stop.countDown();
        long deadline = System.nanoTime() + LOST_AFTER.toNanos();
        synchronized (this) {
            while (!open.isEmpty() && System.nanoTime() < deadline) {
                try {
                    wait(10);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    break;
                }
            }
        }
        lost.addAndGet(open.size());
        socket.close();
    }
}
