package io.failoverd.daemon.run;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * POSIX signals. The JDK has {@code sun.misc.Signal} for them and no other interface; javac warns of the name whatever
 * one does, so it is reached by reflection, and where it is gone the daemon says that it cannot be signalled.
 */
final class Signals {
    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

    private static final String HANDLER = "sun.misc.SignalHandler";

    private Signals() {}

    /** Has the class made that handlers are of, which takes longer than all else here. Any thread, at any time. */
    static void prepare() {
        try {
            handler(() -> {});
        } catch (ClassNotFoundException e) {
            LOG.debug("{} says so when it is needed", Signals.class, e);
        }
    }

    private static Object handler(Runnable action) throws ClassNotFoundException {
        Class<?> handler = Class.forName(HANDLER);
        return Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
            if (method.getDeclaringClass() == Object.class) {
                return method.invoke(action, arguments);
            }
            action.run();
            return null;
        });
    }

    /** Runs {@code action} on a thread of the JVM whenever the signal ({@code "HUP"}) comes. */
    static void on(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            signal.getMethod("handle", signal, Class.forName(HANDLER))
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), handler(action));
        } catch (ClassNotFoundException
                | NoSuchMethodException
                | InstantiationException
                | IllegalAccessException
                | InvocationTargetException e) {
            LOG.warn("SIG{} cannot be handled on this JVM ({})", name, e.toString());
        }
    }
}
