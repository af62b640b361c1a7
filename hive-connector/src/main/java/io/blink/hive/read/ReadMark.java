package io.blink.hive.read;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;

/**
 * The place of a partition, or of a file of a table without partitions, in the order of a stream.
 *
 * @param order 0 for the order by name; seconds of creation; microseconds of the partition's time; milliseconds of the file's last change
 * @param name of the partition, or the file's path below the table
 */
record ReadMark(long order, String name) implements Comparable<ReadMark> {
    private static final Comparator<ReadMark> ORDER =
            Comparator.comparingLong(ReadMark::order).thenComparing(ReadMark::name);

    ReadMark {
        requireNonNull(name, "name");
    }

    @Override
    public int compareTo(ReadMark other) {
        return ORDER.compare(this, other);
    }
}
