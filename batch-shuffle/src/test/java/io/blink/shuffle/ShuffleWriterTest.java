package io.blink.shuffle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.column.Batch;
import io.blink.core.column.BatchFrame;
import io.blink.core.column.BytesColumn;
import io.blink.core.column.BytesColumnBuilder;
import io.blink.core.column.Column;
import io.blink.core.column.DictionaryColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.error.BlinkException;
import io.blink.core.hash.ColumnHash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShuffleWriterTest {
    private static final int BUCKETS = 7;

    @TempDir
    Path first;

    @TempDir
    Path second;

    private ShuffleWriter writer(LocalFiles files, long bufferBytes) {
        LocalDirectories directories = new LocalDirectories(List.of(first, second));
        return new ShuffleWriter(directories, files, "job/shuffle/0-0-1-3", BUCKETS, bufferBytes);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 50_000, Long.MAX_VALUE})
    void everyRowComesBackInItsBucketAndInItsOrder(long bufferBytes) throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<List<String>> expected = new ArrayList<>();
        for (int b = 0; b < BUCKETS; b++) {
            expected.add(new ArrayList<>());
        }
        ShufflePartition partition;
        try (ShuffleWriter writer = writer(LocalFiles.DISK, bufferBytes)) {
            for (int i = 0; i < 40; i++) {
                addRandom(writer, random, expected);
                if (writer.spillWanted()) {
                    writer.spill();
                }
            }
            partition = writer.finish();
            assertThat(writer.spilledBytes() > 0).isEqualTo(bufferBytes < Long.MAX_VALUE);
        }
        for (int b = 0; b < BUCKETS; b++) {
            assertThat(read(partition, b, 1)).as("seed %d", seed).isEqualTo(expected.get(b));
            assertThat(partition.statistics().rows()[b])
                    .isEqualTo(expected.get(b).size());
        }
        List<String> middle = new ArrayList<>(expected.get(2));
        middle.addAll(expected.get(3));
        assertThat(read(partition, 2, 2)).isEqualTo(middle);
        assertThat(read(partition, 0, 0)).isEmpty();
        assertThat(partition.onDisk()).isEqualTo(bufferBytes < Long.MAX_VALUE);
        partition.delete();
        assertThat(files()).isEmpty();
    }

    private static void addRandom(ShuffleWriter writer, Random random, List<List<String>> expected) {
        int rows = 1 + random.nextInt(300);
        long[] numbers = new long[rows];
        boolean[] nulls = new boolean[rows];
        BytesColumnBuilder texts = new BytesColumnBuilder(rows);
        int[] buckets = new int[rows + 3];
        for (int i = 0; i < rows; i++) {
            numbers[i] = random.nextLong();
            nulls[i] = random.nextInt(5) == 0;
            String text = "t" + random.nextInt(1000);
            texts.append(text);
            buckets[i] = random.nextInt(BUCKETS - 1);
            expected.get(buckets[i]).add((nulls[i] ? "null" : numbers[i]) + " " + text);
        }
        writer.add(new Batch(List.of(new LongColumn(rows, numbers, nulls), texts.build())), buckets);
    }

    private static List<String> read(ShufflePartition partition, int first, int count) {
        List<String> rows = new ArrayList<>();
        try (ShuffleReader reader = partition.reader(first, count)) {
            for (byte[] frame = reader.nextFrame(); frame != null; frame = reader.nextFrame()) {
                Batch batch = BatchFrame.decode(frame, 0, frame.length);
                LongColumn numbers = (LongColumn) batch.column(0).flat();
                BytesColumn texts = (BytesColumn) batch.column(1).flat();
                for (int i = 0; i < batch.rowCount(); i++) {
                    rows.add((numbers.isNull(i) ? "null" : numbers.values()[i]) + " " + texts.string(i));
                }
            }
        }
        return rows;
    }

    private static Batch batch(int rows, long from) {
        long[] numbers = new long[rows];
        BytesColumnBuilder texts = new BytesColumnBuilder(rows);
        for (int i = 0; i < rows; i++) {
            numbers[i] = from + i;
            texts.append("x" + i);
        }
        return new Batch(List.of(new LongColumn(rows, numbers, null), texts.build()));
    }

    private ShufflePartition onDisk(LocalFiles files) {
        try (ShuffleWriter writer = writer(files, 1)) {
            for (int i = 0; i < 3; i++) {
                writer.add(batch(500, i * 500L), i == 1 ? filled(500, 1) : null);
                writer.spill();
            }
            return writer.finish();
        }
    }

    private static int[] filled(int count, int bucket) {
        int[] buckets = new int[count];
        Arrays.fill(buckets, bucket);
        return buckets;
    }

    private List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path root : List.of(first, second)) {
            try (Stream<Path> tree = Files.walk(root)) {
                tree.filter(Files::isRegularFile).forEach(files::add);
            }
        }
        return files;
    }

    private Path file(String suffix) throws IOException {
        return files().stream()
                .filter(file -> file.toString().endsWith(suffix))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void onlyADataAndAnIndexFileRemain() throws IOException {
        onDisk(LocalFiles.DISK);
        assertThat(files())
                .extracting(file -> file.getFileName().toString())
                .containsExactlyInAnyOrder("0-0-1-3.data", "0-0-1-3.index");
    }

    @Test
    void checksumsDoNotDependOnOrder() {
        ShuffleWriter forward = writer(LocalFiles.DISK, Long.MAX_VALUE);
        forward.add(batch(10, 0), null);
        forward.add(batch(10, 100), null);
        ShuffleWriter backward = writer(LocalFiles.DISK, Long.MAX_VALUE);
        backward.add(batch(10, 100), null);
        backward.add(batch(10, 0), null);
        ShuffleWriter other = writer(LocalFiles.DISK, Long.MAX_VALUE);
        other.add(batch(10, 0), null);
        other.add(batch(10, 101), null);
        long[] checksums = forward.finish().statistics().checksums();
        assertThat(backward.finish().statistics().checksums()).isEqualTo(checksums);
        assertThat(other.finish().statistics().checksums()).isNotEqualTo(checksums);
    }

    @Test
    void checksumsAreTheSameWhereTheKeysAreHashedAlready() {
        Batch batch = batch(10, 5);
        ShuffleWriter plain = writer(LocalFiles.DISK, Long.MAX_VALUE);
        plain.add(batch, null);
        long[] checksums = plain.finish().statistics().checksums();
        for (int keys = 1; keys <= 2; keys++) {
            long[] hashes = new long[12];
            ColumnHash.ofKeys(batch, IntStream.range(0, keys).toArray(), hashes);
            ShuffleWriter hashed = writer(LocalFiles.DISK, Long.MAX_VALUE);
            hashed.add(batch, filled(12, 0), hashes, keys);
            assertThat(hashed.finish().statistics().checksums()).isEqualTo(checksums);
        }
    }

    @Test
    void aSharedDictionarySurvives() {
        Column words = batch(5, 0).column(1);
        ShuffleWriter writer = writer(LocalFiles.DISK, Long.MAX_VALUE);
        for (int i = 0; i < 2; i++) {
            writer.add(new Batch(List.of(new DictionaryColumn(6, new int[] {0, 1, 2, 3, 4, 4}, words))), null);
        }
        try (ShuffleReader reader = writer.finish().reader(0, 1)) {
            byte[] frame = reader.nextFrame();
            Batch batch = BatchFrame.decode(frame, 0, frame.length);
            assertThat(batch.rowCount()).isEqualTo(12);
            assertThat(batch.column(0)).isInstanceOf(DictionaryColumn.class);
        }
    }

    @Test
    void aFlippedBitInTheDataIsNamedByFileAndOffset() throws IOException {
        ShufflePartition partition = onDisk(LocalFiles.DISK);
        Path data = file(".data");
        flip(data, Files.size(data) / 2);
        assertThatThrownBy(() -> read(partition, 0, BUCKETS))
                .isInstanceOfSatisfying(
                        BlinkException.class, e -> assertThat(e.code()).isEqualTo(ShuffleErrorCode.CORRUPT_PARTITION))
                .hasMessageContaining(data.toString())
                .hasMessageContaining("in the frame at byte ");
    }

    @Test
    void anyFlippedBitInTheIndexIsFound() throws IOException {
        onDisk(LocalFiles.DISK);
        Path index = file(".index");
        Path directory = index.getParent();
        for (long byteNumber = 0; byteNumber < Files.size(index); byteNumber++) {
            flip(index, byteNumber);
            assertThatThrownBy(() -> FilePartition.open(LocalFiles.DISK, directory, "0-0-1-3"))
                    .isInstanceOf(BlinkException.class)
                    .hasMessageContaining(index.toString());
            flip(index, byteNumber);
        }
        FilePartition.open(LocalFiles.DISK, directory, "0-0-1-3");
    }

    @Test
    void aTruncatedDataFileIsFoundWhenItIsOpened() throws IOException {
        onDisk(LocalFiles.DISK);
        Path data = file(".data");
        try (FileChannel channel = FileChannel.open(data, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() - 1);
        }
        assertThatThrownBy(() -> FilePartition.open(LocalFiles.DISK, data.getParent(), "0-0-1-3"))
                .hasMessageContaining("it ends here instead of at");
    }

    private static void flip(Path file, long position) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, position);
            one.put(0, (byte) (one.get(0) ^ 8)).flip();
            channel.write(one, position);
        }
    }

    @Test
    void aFullDirectoryIsPassedOver() {
        ShufflePartition partition = onDisk(full(first));
        assertThat(read(partition, 0, BUCKETS)).hasSize(1500);
        assertThat(first.toFile().list()).isNullOrEmpty();
    }

    @Test
    void whenEveryDirectoryIsFullTheErrorNamesThem() throws IOException {
        assertThatThrownBy(() -> onDisk(full(first, second)))
                .isInstanceOfSatisfying(
                        BlinkException.class, e -> assertThat(e.code()).isEqualTo(ShuffleErrorCode.NO_LOCAL_DIRECTORY))
                .hasMessageContaining(first.toString())
                .hasMessageContaining(second.toString())
                .hasMessageContaining("No space left")
                .hasMessageMatching("Shuffle (run|file) \\S+ of [1-9]\\d+ bytes cannot be written .*")
                .hasMessageContaining("'io.tmp.dirs'");
        assertThat(files()).isEmpty();
    }

    /** Disks without room in some directories. */
    private static LocalFiles full(Path... directories) {
        return new LocalFiles() {
            @Override
            public FileChannel create(Path file) throws IOException {
                for (Path directory : directories) {
                    if (file.startsWith(directory)) {
                        throw new IOException("No space left on device");
                    }
                }
                return LocalFiles.super.create(file);
            }
        };
    }

    @Test
    void smallPartitionsGoToDiskWhenTheirMemoryIsUsedUp() {
        LocalDirectories directories = new LocalDirectories(List.of(first));
        long left = 64L << 20;
        while (directories.memory().tryTake(1 << 10)) {
            left -= 1 << 10;
        }
        assertThat(left).isZero();
        ShuffleWriter writer = new ShuffleWriter(directories, LocalFiles.DISK, "small", 1, 1 << 20);
        writer.add(batch(10, 0), null);
        assertThat(writer.finish().onDisk()).isTrue();
        directories.memory().giveBack(1 << 20);
        ShuffleWriter next = new ShuffleWriter(directories, LocalFiles.DISK, "next", 1, 1 << 20);
        next.add(batch(10, 0), null);
        ShufflePartition inMemory = next.finish();
        assertThat(inMemory.onDisk()).isFalse();
        inMemory.delete();
        assertThat(directories.memory().tryTake(1 << 20)).isTrue();
    }

    @Test
    void anAbandonedWriterLeavesNothing() throws IOException {
        try (ShuffleWriter writer = writer(LocalFiles.DISK, 1)) {
            writer.add(batch(100, 0), null);
            writer.spill();
            assertThat(files()).hasSize(1);
        }
        assertThat(files()).isEmpty();
    }
}
