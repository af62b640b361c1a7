package io.blink.hive.write;

import io.blink.core.column.Batch;
import io.blink.formats.FileWriter;
import io.blink.hive.commit.StagedFile;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The open file of one partition in one task. Used by one thread. */
final class PartitionWriter {
    private final List<String> partition;
    private final String path;
    private final int sequence;
    private final FileWriter file;
    private final long startedNanos = System.nanoTime();
    private long rows;
    private long lastUse;

    PartitionWriter(List<String> partition, String path, int sequence, FileWriter file) {
        this.partition = partition;
        this.path = path;
        this.sequence = sequence;
        this.file = file;
    }

    void write(Batch batch, long use) throws IOException {
        file.write(batch);
        rows += batch.rowCount();
        lastUse = use;
    }

    FileWriter file() {
        return file;
    }

    long ageMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos);
    }

    long lastUse() {
        return lastUse;
    }

    List<String> partition() {
        return partition;
    }

    /** Ends the file. Its length is read from the file system afterwards, as that is what the commit will compare. */
    void finish() throws IOException {
        try (FileWriter closing = file) {
            closing.finish();
        }
    }

    StagedFile staged(String name, long bytes) {
        return new StagedFile(partition, path, name, bytes, rows);
    }

    String path() {
        return path;
    }

    int sequence() {
        return sequence;
    }

    void close() throws IOException {
        file.close();
    }
}
