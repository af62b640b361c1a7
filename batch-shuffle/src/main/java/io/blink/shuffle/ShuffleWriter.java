package io.blink.shuffle;

import io.blink.core.column.Batch;
import io.blink.core.column.BatchFrame;
import io.blink.core.column.ColumnConcatenation;
import io.blink.core.column.FrameBuffer;
import io.blink.core.hash.ColumnHash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects the rows of one task attempt for one blocking edge. {@link #add} only keeps references; when {@link #spillWanted}, {@link #spill} writes what has
 * gathered as one run, sorted by bucket. {@link #finish} leaves a small partition in memory; otherwise it writes {@code name.data} (the runs merged by bucket by copying
 * frames) and {@code name.index}, each under a temporary name first and the index last, so that what can be opened is complete. Calls come from one thread
 * at a time; {@link #spill}, {@link #finish} and {@link #close} block.
 */
public final class ShuffleWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ShuffleWriter.class);

    /** Partitions of at most so many bytes stay in memory, as long as those of the worker together take little. */
    static final int MEMORY_PARTITION_BYTES_MAX = 1 << 20;

    /** Room for frames is made at once up to this, rather than doubled on the way. */
    private static final long FRAME_BYTES_AHEAD_MAX = 64 << 20;

    private final LocalDirectories directories;
    private final LocalFiles files;
    private final String name;
    private final int buckets;
    private final long bufferBytes;
    private final List<Batch> batches = new ArrayList<>();
    private final List<int[]> bucketsOfRows = new ArrayList<>();
    private final List<Run> runs = new ArrayList<>();
    private final long[] rows;
    private final long[] checksums;
    private long bufferedBytes;
    private long spilledBytes;

    private record Run(Path file, long[] offsets, long length) {
        long end(int bucket) {
            return bucket + 1 == offsets.length ? length : offsets[bucket + 1];
        }
    }

    /**
     * @param name of the files, relative to a local directory; unique to the attempt and edge
     * @param bufferBytes rows kept before a spill is wanted
     */
    public ShuffleWriter(LocalDirectories directories, LocalFiles files, String name, int buckets, long bufferBytes) {
        this.directories = directories;
        this.files = files;
        this.name = name;
        this.buckets = buckets;
        this.bufferBytes = bufferBytes;
        this.rows = new long[buckets];
        this.checksums = new long[buckets];
    }

    public int buckets() {
        return buckets;
    }

    /** Adds a batch. @param bucketOfRow the bucket of each row, copied; {@code null}: all rows to bucket 0 */
    public void add(Batch batch, int[] bucketOfRow) {
        add(batch, bucketOfRow, null, 0);
    }

    /**
     * Adds a batch of which some columns are hashed already.
     *
     * @param hashes of the first {@code hashed} columns of each row, copied
     * @param hashed 0: there are none
     */
    public void add(Batch batch, int[] bucketOfRow, long[] hashes, int hashed) {
        int[] chosen = bucketOfRow == null ? new int[batch.rowCount()] : Arrays.copyOf(bucketOfRow, batch.rowCount());
        batches.add(batch);
        bucketsOfRows.add(chosen);
        bufferedBytes += batch.payloadBytes() + chosen.length * (long) Integer.BYTES;
        count(chosen, hashed == 0 ? hashes(batch) : extended(batch, hashes, hashed));
    }

    private static long[] hashes(Batch batch) {
        int[] all = new int[batch.columns().size()];
        Arrays.setAll(all, i -> i);
        long[] hashes = new long[batch.rowCount()];
        ColumnHash.ofKeys(batch, all, hashes);
        return hashes;
    }

    private static long[] extended(Batch batch, long[] hashes, int hashed) {
        long[] extended = Arrays.copyOf(hashes, batch.rowCount());
        ColumnHash.extend(batch, hashed, extended);
        return extended;
    }

    private void count(int[] bucketOfRow, long[] hashes) {
        for (int i = 0; i < hashes.length; i++) {
            rows[bucketOfRow[i]]++;
            checksums[bucketOfRow[i]] += hashes[i];
        }
    }

    public boolean spillWanted() {
        return bufferedBytes >= bufferBytes;
    }

    public long spilledBytes() {
        return spilledBytes;
    }

    /** Writes the buffered rows as one run. Blocking. */
    public void spill() {
        if (batches.isEmpty()) {
            return;
        }
        SortedFrames frames = SortedFrames.of(ColumnConcatenation.ofBatches(batches), joined(bucketsOfRows), buckets);
        String runName = name + ".run" + runs.size() + "." + UUID.randomUUID();
        runs.add(directories.write(
                "Shuffle run " + runName, frames.bytes().size(), directory -> writeRun(directory, runName, frames)));
        spilledBytes += frames.bytes().size();
        clearBuffer();
    }

    private void clearBuffer() {
        batches.clear();
        bucketsOfRows.clear();
        bufferedBytes = 0;
    }

    private static int[] joined(List<int[]> parts) {
        if (parts.size() == 1) {
            return parts.get(0);
        }
        int[] joined = new int[parts.stream().mapToInt(part -> part.length).sum()];
        int position = 0;
        for (int[] part : parts) {
            System.arraycopy(part, 0, joined, position, part.length);
            position += part.length;
        }
        return joined;
    }

    private Run writeRun(Path directory, String runName, SortedFrames frames) throws IOException {
        Path file = directory.resolve(runName);
        try (FileChannel channel = files.create(file)) {
            writeFully(
                    channel,
                    ByteBuffer.wrap(frames.bytes().bytes(), 0, frames.bytes().size()));
        } catch (IOException e) {
            deleteQuietly(file);
            throw e;
        }
        return new Run(file, frames.offsets(), frames.bytes().size());
    }

    /** The complete partition. Blocking. */
    public ShufflePartition finish() {
        SortedFrames tail = batches.isEmpty()
                ? SortedFrames.none(buckets)
                : SortedFrames.of(ColumnConcatenation.ofBatches(batches), joined(bucketsOfRows), buckets);
        clearBuffer();
        int length = tail.bytes().size();
        if (runs.isEmpty()
                && length <= MEMORY_PARTITION_BYTES_MAX
                && directories.memory().tryTake(length)) {
            PartitionIndex index = new PartitionIndex(length, tail.offsets(), rows, checksums);
            return new MemoryPartition(index, tail.bytes().toByteArray(), directories.memory());
        }
        long bytes = runs.stream().mapToLong(Run::length).sum() + length;
        FilePartition partition =
                directories.write("Shuffle file " + name, bytes, directory -> writePartition(directory, tail));
        spilledBytes += tail.bytes().size();
        deleteRuns();
        return partition;
    }

    private FilePartition writePartition(Path directory, SortedFrames tail) throws IOException {
        String unique = ".tmp." + UUID.randomUUID();
        Path data = directory.resolve(name + ".data" + unique);
        Path index = directory.resolve(name + ".index" + unique);
        try {
            long[] offsets = new long[buckets];
            long length = mergeRuns(data, tail, offsets);
            try (FileChannel channel = files.create(index)) {
                writeFully(channel, ByteBuffer.wrap(new PartitionIndex(length, offsets, rows, checksums).encode()));
            }
            files.publish(data, directory.resolve(name + ".data"));
            files.publish(index, directory.resolve(name + ".index"));
        } catch (IOException e) {
            deleteQuietly(data);
            deleteQuietly(index);
            deleteQuietly(directory.resolve(name + ".data"));
            throw e;
        }
        return FilePartition.open(files, directory, name);
    }

    /** Copies the frames of each bucket, run by run and then the rows still in memory; returns the length. */
    private long mergeRuns(Path data, SortedFrames tail, long[] offsets) throws IOException {
        List<FileChannel> sources = new ArrayList<>();
        try (FileChannel target = files.create(data)) {
            for (Run run : runs) {
                sources.add(files.open(run.file()));
            }
            long position = 0;
            for (int bucket = 0; bucket < buckets; bucket++) {
                offsets[bucket] = position;
                for (int r = 0; r < sources.size(); r++) {
                    Run run = runs.get(r);
                    position += copy(sources.get(r), run.offsets()[bucket], run.end(bucket), target);
                }
                int start = (int) tail.offsets()[bucket];
                int length = (int) tail.end(bucket) - start;
                writeFully(target, ByteBuffer.wrap(tail.bytes().bytes(), start, length));
                position += length;
            }
            return position;
        } finally {
            for (FileChannel source : sources) {
                source.close();
            }
        }
    }

    private static long copy(FileChannel source, long from, long to, FileChannel target) throws IOException {
        long position = from;
        while (position < to) {
            long copied = source.transferTo(position, to - position, target);
            if (copied <= 0) {
                throw new IOException("a run ends at byte " + position + " instead of " + to);
            }
            position += copied;
        }
        return to - from;
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private void deleteRuns() {
        runs.forEach(run -> deleteQuietly(run.file()));
        runs.clear();
    }

    /** A file that stays behind is removed with its job's directory; the failure that led here is what matters. */
    private void deleteQuietly(Path file) {
        try {
            files.delete(file);
        } catch (IOException e) {
            LOG.warn("{} cannot be deleted: {}", file, e.toString());
        }
    }

    /** Drops what is not finished. */
    @Override
    public void close() {
        clearBuffer();
        deleteRuns();
    }

    /** Rows sorted by bucket, as frames of at most {@link Batch#TARGET_ROWS} rows. */
    private record SortedFrames(FrameBuffer bytes, long[] offsets) {
        static SortedFrames none(int buckets) {
            return new SortedFrames(new FrameBuffer(), new long[buckets]);
        }

        long end(int bucket) {
            return bucket + 1 == offsets.length ? bytes.size() : offsets[bucket + 1];
        }

        static SortedFrames of(Batch rows, int[] bucketOfRow, int buckets) {
            int[] starts = new int[buckets + 1];
            for (int bucket : bucketOfRow) {
                starts[bucket + 1]++;
            }
            for (int b = 0; b < buckets; b++) {
                starts[b + 1] += starts[b];
            }
            int[] positions = new int[rows.rowCount()];
            int[] next = starts.clone();
            for (int i = 0; i < positions.length; i++) {
                positions[next[bucketOfRow[i]]++] = i;
            }
            int rowsPerFrame = rowsPerFrame(rows);
            FrameBuffer buffer =
                    new FrameBuffer((int) Math.max(1 << 16, Math.min(rows.payloadBytes(), FRAME_BYTES_AHEAD_MAX)));
            long[] offsets = new long[buckets];
            for (int b = 0; b < buckets; b++) {
                offsets[b] = buffer.size();
                for (int from = starts[b]; from < starts[b + 1]; from += rowsPerFrame) {
                    int count = Math.min(rowsPerFrame, starts[b + 1] - from);
                    BatchFrame.encode(rows.take(positions, from, count), buffer);
                }
            }
            return new SortedFrames(buffer, offsets);
        }

        private static int rowsPerFrame(Batch rows) {
            long rowBytes = Math.max(1, rows.payloadBytes() / Math.max(1, rows.rowCount()));
            return (int) Math.max(1, Math.min(Batch.TARGET_ROWS, Batch.TARGET_BYTES / rowBytes));
        }
    }
}
