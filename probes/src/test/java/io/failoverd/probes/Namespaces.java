package io.failoverd.probes;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Network namespaces of our own, for tests in which a host has to be gone. */
public final class Namespaces {
    private Namespaces() {}

    /**
     * Skips the test where none can be made. In CI, where no program may be missing, only a system that does not let this user
     * make one is a reason.
     *
     * @param set what is done in it, in a shell
     */
    public static void need(String set) throws InterruptedException {
        for (String program : new String[] {"unshare", "ip"}) {
            boolean there = works(program, "-V");
            if (!there && "true".equals(System.getenv("CI"))) {
                fail(program + " is missing: install util-linux and iproute2");
            }
            assumeTrue(there, program + " is not installed (util-linux, iproute2)");
        }
        assumeTrue(works("unshare", "-rn", "sh", "-c", set), "this system lets this user make no network namespace");
    }

    private static boolean works(String... command) throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException _) {
            return false;
        }
    }
}
