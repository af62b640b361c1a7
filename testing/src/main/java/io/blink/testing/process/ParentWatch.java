package io.blink.testing.process;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * The main class of attached servers: runs the server's own main class and ends the process when standard input is closed, which the
 * operating system does when the parent dies in whatever way. Runs inside the server's process and so uses the JDK alone.
 */
public final class ParentWatch {
    private static final long GRACE_SECONDS = 10;
    private static final int EXIT_PARENT_DIED = 143;

    private ParentWatch() {}

    public static void main(String[] arguments) throws Throwable {
        startDaemon("parent-watch", ParentWatch::endWithParent);
        Class<?> server = Class.forName(arguments[0]);
        Object serverArguments = Arrays.copyOfRange(arguments, 1, arguments.length);
        try {
            server.getMethod("main", String[].class).invoke(null, serverArguments);
        } catch (InvocationTargetException failure) {
            throw failure.getCause();
        }
    }

    private static void endWithParent() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is ever sent: only the end of the stream counts.
            }
        } catch (IOException closed) {
            System.err.println("Standard input failed, the parent is taken for dead: " + closed);
        }
        // Shutdown hooks first (a NodeManager kills its containers there), but not for ever.
        startDaemon("parent-watch-halt", ParentWatch::haltAfterGrace);
        System.exit(EXIT_PARENT_DIED);
    }

    private static void haltAfterGrace() {
        try {
            TimeUnit.SECONDS.sleep(GRACE_SECONDS);
        } catch (InterruptedException ignored) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(EXIT_PARENT_DIED);
    }

    private static void startDaemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }
}
