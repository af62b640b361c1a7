package io.blink.formats.watch;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;

/**
 * The place of a partition, or of a file, in the order of a stream.
 *
 * @param order 0 for the order by name; else a time, in the unit of whoever finds what was added
 * @param name of the partition, or the file's path below the table
 */
public record ReadMark(long order, String name) implements Comparable<ReadMark> {
    private static final Comparator<ReadMark> ORDER =
            Comparator.comparingLong(ReadMark::order).thenComparing(ReadMark::name);

    public ReadMark {
        requireNonNull(name, "name");
    }

    @Override
    public int compareTo(ReadMark other) {
        return ORDER.compare(this, other);
    }
}
