package io.failoverd.daemon.run;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.CoreConstants;
import ch.qos.logback.core.hook.DefaultShutdownHook;
import ch.qos.logback.core.spi.ContextAware;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.Map;
import org.slf4j.Logger;

/**
 * To standard error, which the journal takes; standard output belongs to the commands. In Java and not as a
 * {@code logback.xml}, since to read one costs a daemon that starts as much as to read its own configuration.
 *
 * <p>Called once, by Logback, which finds it as a service, on the thread that logs first. A file that
 * {@code -Dlogback.configurationFile} names goes before it; one on the class path is not looked for.
 */
public final class LogSetup extends ContextAwareBase implements Configurator {
    /** Set by the commands that only look: they say what they have to say by themselves. */
    private static final String LEVEL = "failoverd.log";

    private static final String OF_THE_OPERATOR = "logback.configurationFile";

    private static final String PATTERN =
            "%date{yyyy-MM-dd'T'HH:mm:ss.SSS'Z', UTC} %-5level %logger{0}: %message%n%exception{full}%nopex";

    /** Lines that may wait for a reader of the log that stalls; about 2 MB. More are lost. */
    private static final int WAITING_LINES = 8192;

    /** Libraries that say more than an operator can use. */
    private static final Map<String, Level> QUIETER = Map.of(
            "io.netty",
            Level.WARN,
            "io.vertx",
            Level.WARN,
            // A connection that arrives while its server closes is no news.
            "io.netty.bootstrap.ServerBootstrap",
            Level.ERROR);

    @Override
    public ExecutionStatus configure(LoggerContext logging) {
        if (System.getProperty(OF_THE_OPERATOR) != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        var pattern = in(logging, new PatternLayoutEncoder());
        pattern.setPattern(PATTERN);
        pattern.start();
        var stderr = in(logging, new ConsoleAppender<ILoggingEvent>());
        stderr.setName("stderr");
        stderr.setTarget("System.err");
        stderr.setEncoder(pattern);
        stderr.start();
        // Whoever reads the log may stall; the engine must not wait for them, and loses lines instead.
        var log = in(logging, new AsyncAppender());
        log.setName("log");
        log.setQueueSize(WAITING_LINES);
        log.setDiscardingThreshold(0);
        log.setNeverBlock(true);
        log.addAppender(stderr);
        log.start();
        QUIETER.forEach((name, level) -> logging.getLogger(name).setLevel(level));
        var root = logging.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.toLevel(System.getProperty(LEVEL), Level.INFO));
        root.addAppender(log);
        writeAllBeforeTheEnd(logging);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static <T extends ContextAware> T in(LoggerContext logging, T part) {
        part.setContext(logging);
        return part;
    }

    private static void writeAllBeforeTheEnd(LoggerContext logging) {
        Thread thread = new Thread(in(logging, new DefaultShutdownHook()), "log-shutdown");
        logging.putObject(CoreConstants.SHUTDOWN_HOOK_THREAD, thread);
        Runtime.getRuntime().addShutdownHook(thread);
    }
}
