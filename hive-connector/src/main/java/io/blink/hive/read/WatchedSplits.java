package io.blink.hive.read;

import io.blink.core.error.BlinkException;
import io.blink.core.error.ErrorType;
import io.blink.core.plan.PlanJson;
import io.blink.core.spi.connector.Split;
import io.blink.core.spi.connector.SplitSource;
import io.blink.core.spi.filesystem.FileStatus;
import io.blink.core.spi.filesystem.FileSystems;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The splits of a table that grows: what was added is handed out once, oldest first, and its files are those that lie there then. In the order of partition time each split tells the time of its
 * partition, below which no event time of what comes later falls. A metastore or file system that fails is asked again, for as long as {@link #PATIENCE}.
 */
final class WatchedSplits implements SplitSource {
    static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final Logger LOGGER = LoggerFactory.getLogger(WatchedSplits.class);

    private final ScanHandle scan;
    private final Additions table;
    private final PartitionFiles files;
    private final LongSupplier nanoTime;
    private final ReadMarks read;
    private final Deque<Addition> found = new ArrayDeque<>();
    private final Deque<PartitionFiles.Part> ready = new ArrayDeque<>();
    /** What {@link #ready} belongs to. */
    private Addition current;

    private HiveSplit last;
    /** Of a checkpoint, until what it was in the middle of has been found again. */
    private WatchPosition resumed;

    private String position;
    private boolean answered;
    private long nextLookNanos;
    private boolean failing;
    private long failingSinceNanos;

    /**
     * @param position of a checkpoint, or {@code null}
     * @param nanoTime the clock
     */
    WatchedSplits(ScanHandle scan, Additions table, FileSystems fileSystems, String position, LongSupplier nanoTime) {
        this.scan = scan;
        this.table = table;
        this.files = new PartitionFiles(scan, fileSystems);
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
        List<Addition> added = table.notIn(read);
        // More than one answer holds: the rest is asked for as soon as these are handed out.
        long pauseMillis = added.size() < Additions.FOUND_MAX ? scan.watch().intervalMillis() : 0;
        nextLookNanos = nanoTime.getAsLong() + Duration.ofMillis(pauseMillis).toNanos();
        answered = true;
        failing = false;
        Comparator<Addition> begunFirst = Comparator.comparing(addition -> !begun(addition));
        added.stream().sorted(begunFirst).forEach(found::add);
        if (resumed != null && (found.isEmpty() || !begun(found.peek()))) {
            LOGGER.warn(
                    "{} of table {} was read in part and is gone: what was left of it is not read",
                    resumed.within().name(),
                    scan.table());
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
            Stream<FileStatus> listed =
                    next.file() == null ? files.of(next.partition()).stream() : Stream.of(next.file());
            List<PartitionFiles.Part> parts = listed.flatMap(file -> files.cut(next.partition(), -1, file).stream())
                    .filter(part -> !begun(next) || !resumed.covers(part.split()))
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
        PartitionFiles.Part part = ready.poll();
        last = part.split();
        long floorMicros = scan.watch().order() == PartitionOrder.PARTITION_TIME
                ? current.mark().order()
                : Long.MIN_VALUE;
        Split split = new Split(
                last.path() + ":" + last.offset() + "@" + current.mark().order(),
                PlanJson.write(last),
                last.length(),
                part.hosts(),
                floorMicros);
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
        LOGGER.warn("Table {} cannot be watched now; it will be looked at again", scan.table(), problem);
        found.clear();
        nextLookNanos = now + Duration.ofMillis(scan.watch().intervalMillis()).toNanos();
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
        if (scan.watch().order() != PartitionOrder.PARTITION_TIME) {
            return Long.MIN_VALUE;
        }
        long highest = read.highest().map(ReadMark::order).orElse(Long.MIN_VALUE);
        return current == null ? highest : Math.max(highest, current.mark().order());
    }

    @Override
    public void close() {}
}
