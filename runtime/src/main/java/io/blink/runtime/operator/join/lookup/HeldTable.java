package io.blink.runtime.operator.join.lookup;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A table in memory and its successor on the way. While a newer copy is read the old one serves; only the first one is waited for. A copy that cannot be read is an error for everybody who asks next.
 */
public final class HeldTable implements AutoCloseable {
    private final TableReading reading;
    private final long ttlNanos;
    private final Executor ioExecutor;
    private final Consumer<HeldTable> released;
    private CompletableFuture<TableReading.Copy> current;
    private CompletableFuture<TableReading.Copy> successor;
    private int users;

    HeldTable(TableReading reading, long ttlMillis, Executor ioExecutor, Consumer<HeldTable> released) {
        this.reading = reading;
        ttlNanos = TimeUnit.MILLISECONDS.toNanos(ttlMillis);
        this.ioExecutor = ioExecutor;
        this.released = released;
    }

    synchronized void use() {
        users++;
    }

    /** The copy to look rows up in now; not done only while the first one is read. */
    synchronized CompletableFuture<TableReading.Copy> copy(long nowNanos) {
        if (current == null) {
            current = read(nowNanos);
        }
        if (successor != null && successor.isDone()) {
            TableReading.Copy old = current.getNow(null);
            current = successor;
            successor = null;
            old.release();
        }
        boolean serves = current.isDone() && !current.isCompletedExceptionally();
        if (serves && successor == null && nowNanos - current.join().table().loadedNanos() > ttlNanos) {
            successor = read(nowNanos);
        }
        return current;
    }

    private CompletableFuture<TableReading.Copy> read(long nowNanos) {
        return CompletableFuture.supplyAsync(() -> reading.read(nowNanos), ioExecutor);
    }

    /** One user less; whether nobody is left. What is still being read is given back when it has come. */
    synchronized boolean release() {
        users--;
        if (users > 0) {
            return false;
        }
        giveBack(current);
        giveBack(successor);
        current = null;
        successor = null;
        return true;
    }

    private static void giveBack(CompletableFuture<TableReading.Copy> copy) {
        if (copy != null) {
            copy.thenAccept(TableReading.Copy::release);
        }
    }

    @Override
    public void close() {
        released.accept(this);
    }
}
