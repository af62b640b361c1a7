package io.blink.formats.watch;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What a stream has read, in bounded memory: the last marks one by one, and all that lie at or below the highest mark that was forgotten. Something that is added late, below marks that were
 * read, is so told from what was read, unless more than {@link #RECENT_MAX} have been read above it. Used by one thread at a time.
 */
public final class ReadMarks {
    static final int RECENT_MAX = 1000;

    private final TreeSet<ReadMark> recent = new TreeSet<>();
    /** At or below it all counts as read; {@code null}: nothing does. */
    private ReadMark floor;

    /** @param floor may be {@code null} */
    ReadMarks(ReadMark floor, Collection<ReadMark> recent) {
        this.floor = floor;
        this.recent.addAll(recent);
    }

    public boolean contains(ReadMark mark) {
        return (floor != null && mark.compareTo(floor) <= 0) || recent.contains(mark);
    }

    void add(ReadMark mark) {
        recent.add(mark);
        while (recent.size() > RECENT_MAX) {
            floor = recent.pollFirst();
        }
    }

    /** The highest that was read. */
    Optional<ReadMark> highest() {
        return recent.isEmpty() ? Optional.empty() : Optional.of(recent.last());
    }

    /** May be {@code null}. */
    ReadMark floor() {
        return floor;
    }

    List<ReadMark> recent() {
        return List.copyOf(recent);
    }
}
