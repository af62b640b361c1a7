package io.blink.formats.watch;

import io.blink.core.error.BlinkException;
import io.blink.core.error.ErrorType;
import io.blink.core.spi.connector.Split;
import io.blink.core.spi.connector.SplitSource;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The splits of a table that grows: what was added is handed out once, oldest first, and its files are those that lie there then. Where marks are event times each split tells its own, below
 * which no event time of what comes later falls. A metastore or file system that fails is asked again, for as long as {@link #PATIENCE}.
 */
public final class WatchedSplits implements SplitSource {
    public static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final Logger LOGGER = LoggerFactory.getLogger(WatchedSplits.class);

    private final String name;
    private final Additions table;
    private final long intervalNanos;
    private final boolean timed;
    private final LongSupplier nanoTime;
    private final ReadMarks read;
    private final Deque<Addition> found = new ArrayDeque<>();
    private final Deque<FilePart> ready = new ArrayDeque<>();
    /** What {@link #ready} belongs to. */
    private Addition current;

    private FilePart last;
    /** Of a checkpoint, until what it was in the middle of has been found again. */
    private WatchPosition resumed;

    private String position;
    private boolean answered;
    private long nextLookNanos;
    private boolean failing;
    private long failingSinceNanos;

    /**
     * @param name of the table, for messages
     * @param interval between looks
     * @param timed whether marks are event times in microseconds
     * @param position of a checkpoint, or {@code null}
     * @param nanoTime the clock
     */
    public WatchedSplits(
            String name, Additions table, Duration interval, boolean timed, String position, LongSupplier nanoTime) {
        this.name = name;
        this.table = table;
        this.intervalNanos = interval.toNanos();
        this.timed = timed;
        this.nanoTime = nanoTime;
        WatchPosition from =
                position == null ? new WatchPosition(null, List.of(), null, null, 0) : WatchPosition.parse(position);
        this.read = new ReadMarks(from.floor(), from.recent());
        this.resumed = from.within() == null ? null : from;
        this.position = from.json();
        this.answered = position != null;
        this.nextLookNanos = nanoTime.getAsLong();
    }

    @Override
    public List<Split> next(int max) {
        List<Split> splits = new ArrayList<>();
        try {
            boolean due = nanoTime.getAsLong() - nextLookNanos >= 0;
            if (due && ready.isEmpty() && found.isEmpty()) {
                look();
            }
            while (splits.size() < max && begin()) {
                splits.add(take());
            }
        } catch (BlinkException e) {
            bear(e);
        }
        return splits;
    }

    private void look() {
        List<? extends Addition> added = table.notIn(read);
        // More than one answer holds: the rest is asked for as soon as these are handed out.
        nextLookNanos = nanoTime.getAsLong() + (added.size() < Additions.FOUND_MAX ? intervalNanos : 0);
        answered = true;
        failing = false;
        Comparator<Addition> begunFirst = Comparator.comparing(addition -> !begun(addition));
        added.stream().sorted(begunFirst).forEach(found::add);
        if (resumed != null && (found.isEmpty() || !begun(found.peek()))) {
            LOGGER.warn(
                    "{} of table {} was read in part and is gone: what was left of it is not read",
                    resumed.within().name(),
                    name);
            resumed = null;
            position = null;
        }
    }

    private boolean begun(Addition addition) {
        return resumed != null && resumed.within().equals(addition.mark());
    }

    /** Whether there are splits; lists the next files if need be. */
    private boolean begin() {
        while (ready.isEmpty()) {
            Addition next = found.peek();
            if (next == null) {
                return false;
            }
            List<FilePart> parts = next.parts().stream()
                    .filter(part -> !begun(next) || !resumed.covers(part))
                    .toList();
            found.poll();
            resumed = null;
            ready.addAll(parts);
            current = next;
            if (parts.isEmpty()) {
                end();
            }
        }
        return true;
    }

    private Split take() {
        last = ready.poll();
        Split split = new Split(
                last.path() + ":" + last.offset() + "@" + current.mark().order(),
                last.json(),
                last.bytes(),
                last.hosts(),
                timed ? current.mark().order() : Long.MIN_VALUE);
        position = null;
        if (ready.isEmpty()) {
            end();
        }
        return split;
    }

    private void end() {
        read.add(current.mark());
        current = null;
        last = null;
        position = null;
    }

    /** What others fail at may work later; not at the start, when somebody waits for an answer. */
    private void bear(BlinkException problem) {
        long now = nanoTime.getAsLong();
        if (!failing) {
            failing = true;
            failingSinceNanos = now;
        }
        if (!answered || problem.code().type() != ErrorType.EXTERNAL || now - failingSinceNanos >= PATIENCE.toNanos()) {
            throw problem;
        }
        LOGGER.warn("Table {} cannot be watched now; it will be looked at again", name, problem);
        found.clear();
        nextLookNanos = now + intervalNanos;
    }

    @Override
    public boolean finished() {
        return false;
    }

    @Override
    public String position() {
        if (position == null) {
            position = new WatchPosition(
                            read.floor(),
                            read.recent(),
                            current == null ? null : current.mark(),
                            last == null ? null : last.path(),
                            last == null ? 0 : last.offset())
                    .json();
        }
        return position;
    }

    @Override
    public long floorMicros() {
        if (!timed) {
            return Long.MIN_VALUE;
        }
        long highest = read.highest().map(ReadMark::order).orElse(Long.MIN_VALUE);
        return current == null ? highest : Math.max(highest, current.mark().order());
    }

    @Override
    public void close() {}
}
