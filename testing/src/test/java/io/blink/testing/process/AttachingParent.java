package io.blink.testing.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** Starts an attached server, prints its process id and lives until it is killed. */
final class AttachingParent {
    private AttachingParent() {}

    public static void main(String[] arguments) throws InterruptedException {
        ServerProcess child = EchoServer.process(Path.of(arguments[0]), arguments[1], Lifetime.ATTACHED);
        child.start();
        child.awaitReady(Duration.ofSeconds(30));
        System.out.println(child.pid());
        new CountDownLatch(1).await();
        child.close();
    }
}
