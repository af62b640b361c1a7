package io.blink.testing.process;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * The main class of started servers: {@code ServerMain LIFETIME MAIN-CLASS ARGUMENT...}. Ends the process when the server's own main class
 * throws, which leaves a server's other threads idling otherwise. An attached one also ends when its standard input is closed, which the
 * operating system does when the parent dies in whatever way. Runs inside the server's process and so uses the JDK alone.
 */
public final class ServerMain {
    private static final long GRACE_SECONDS = 10;
    private static final int EXIT_MAIN_FAILED = 1;
    private static final int EXIT_PARENT_DIED = 143;

    private ServerMain() {}

    public static void main(String[] arguments) throws ReflectiveOperationException {
        if (Lifetime.valueOf(arguments[0]) == Lifetime.ATTACHED) {
            startDaemon("parent-watch", ServerMain::endWithParent);
        }
        Class<?> server = Class.forName(arguments[1]);
        Object serverArguments = Arrays.copyOfRange(arguments, 2, arguments.length);
        try {
            server.getMethod("main", String[].class).invoke(null, serverArguments);
        } catch (InvocationTargetException failure) {
            failure.getCause().printStackTrace();
            end(EXIT_MAIN_FAILED);
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
        end(EXIT_PARENT_DIED);
    }

    /** Shutdown hooks run first (a NodeManager kills its containers there), but not for ever. */
    private static void end(int status) {
        startDaemon("halt", () -> haltAfterGrace(status));
        System.exit(status);
    }

    private static void haltAfterGrace(int status) {
        try {
            TimeUnit.SECONDS.sleep(GRACE_SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(status);
    }

    private static void startDaemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }
}
