package io.failoverd.dns.server;

/**
 * One thread of a UDP engine and what is known of it from outside. An engine's own loop says in {@link #run} how it
 * receives and sends, and counts what it received and finished; only its thread does.
 */
abstract class UdpLoop implements Runnable {
    final Thread thread;
    final Responder responder;
    final ClientAddress client = new ClientAddress();
    final Counter received = new Counter();
    final Counter finished = new Counter();

    UdpLoop(String name, Responder responder) {
        this.responder = responder;
        this.thread = Thread.ofPlatform().name(name).daemon(true).unstarted(this);
    }

    void start() {
        thread.start();
    }

    /** Ends the thread after what it is at. Any thread may call it, and twice. */
    abstract void stop();

    EngineThread state() {
        // Finished first: an answer between the two reads looks like work in progress, never like more than there was.
        long done = finished.get();
        return new EngineThread(thread.getName(), thread.isAlive(), received.get(), done);
    }

    /** Waits until the thread has ended, whoever interrupts. */
    void join() {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
