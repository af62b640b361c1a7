package io.blink.runtime.operator.window;

import io.blink.core.column.Batch;
import io.blink.core.column.BatchFrame;
import io.blink.core.error.BlinkException;
import io.blink.core.hash.ColumnHash;
import io.blink.core.hash.ValueHash;
import io.blink.core.spi.filesystem.FileSystem;
import io.blink.runtime.operator.OperatorContext;
import io.blink.runtime.operator.OperatorSnapshot;
import io.blink.runtime.operator.aggregate.GroupAggregation;
import io.blink.state.StateErrorCode;
import io.blink.state.checkpoint.CheckpointReader;
import io.blink.state.checkpoint.CheckpointWriter;
import io.blink.state.checkpoint.KeyGroups;
import io.blink.state.checkpoint.StateHandle;
import io.blink.state.checkpoint.StateHandle.PageLocation;
import io.blink.state.checkpoint.StatePage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Windows in checkpoints. {@link #restore} is called on an I/O thread before the operator runs, {@link #snapshot} on the task's thread. */
final class WindowCheckpoints {
    private static final String WATERMARK = "watermarkMicros";
    private static final String NEXT_PART = "nextPart";

    private final FileSystem fileSystem;
    private final OperatorContext context;
    private final CheckpointWriter writer;
    private final KeyGroups owned;
    private long nextPart = 1;
    private long restoredWatermark = Long.MIN_VALUE;

    WindowCheckpoints(FileSystem fileSystem, String jobDirectory, OperatorContext context) {
        this.fileSystem = fileSystem;
        this.context = context;
        this.owned = KeyGroups.of(context.subtask(), context.parallelism(), context.keyGroups());
        String directory = jobDirectory + "/state/" + context.vertexId() + "-"
                + context.node().id() + "-" + context.subtask();
        this.writer = new CheckpointWriter(
                fileSystem,
                directory,
                context.attempt(),
                context.subtask(),
                context.parallelism(),
                context.keyGroups());
    }

    long restoredWatermark() {
        return restoredWatermark;
    }

    OperatorSnapshot snapshot(long checkpointId, Collection<Window> windows, long watermark) {
        long part = nextPart++;
        List<StatePage> pages = new ArrayList<>();
        for (Window window : windows) {
            if (window.compacted()) {
                window.finishCompaction(nextPart++, context.keyGroups());
            }
            window.seal(part, context.keyGroups());
            window.addPages(pages);
        }
        Map<String, Long> attributes = Map.of(WATERMARK, watermark, NEXT_PART, nextPart);
        return () -> {
            CheckpointWriter.Written written = writer.write(checkpointId, pages, attributes);
            StateHandle handle = written.handle();
            return new OperatorSnapshot.Content(
                    handle.toJson(), List.of(), List.of(), handle.stateBytes(), written.writtenBytes());
        };
    }

    /** Reads the windows of this task's key groups. */
    TreeMap<Long, Window> restore(List<StateHandle> handles, Supplier<GroupAggregation> newGroups) {
        TreeMap<Long, Window> windows = new TreeMap<>();
        try (CheckpointReader reader = new CheckpointReader(fileSystem)) {
            for (StateHandle handle : handles) {
                requireSameKeyGroups(handle);
                restoredWatermark =
                        Math.max(restoredWatermark, handle.attributes().getOrDefault(WATERMARK, Long.MIN_VALUE));
                nextPart = Math.max(nextPart, handle.attributes().getOrDefault(NEXT_PART, 1L));
                if (handle.parallelism() == context.parallelism() && handle.subtask() == context.subtask()) {
                    restoreOwn(reader, handle, windows, newGroups);
                } else {
                    restoreShare(reader, handle, windows, newGroups);
                }
            }
        }
        return windows;
    }

    private void requireSameKeyGroups(StateHandle handle) {
        if (handle.keyGroups() != context.keyGroups()) {
            throw new BlinkException(
                    StateErrorCode.STATE_MISMATCH,
                    context.owner() + ": its state has " + handle.keyGroups() + " key groups, the job "
                            + context.keyGroups() + ". The number is fixed at a job's first start.");
        }
    }

    /** Layer by layer, so that the next checkpoint can refer to the same files. */
    private void restoreOwn(
            CheckpointReader reader,
            StateHandle handle,
            TreeMap<Long, Window> windows,
            Supplier<GroupAggregation> newGroups) {
        Map<Long, Map<Long, List<PageLocation>>> byWindow = new TreeMap<>();
        handle.pages().forEach(page -> byWindow.computeIfAbsent(page.namespace(), start -> new TreeMap<>())
                .computeIfAbsent(page.part(), part -> new ArrayList<>())
                .add(page));
        byWindow.forEach((start, parts) -> {
            Window window = windows.computeIfAbsent(start, key -> new Window(start, newGroups));
            parts.forEach((part, pages) -> {
                GroupAggregation groups = newGroups.get();
                pages.sort(Comparator.comparingInt(PageLocation::table).thenComparingInt(PageLocation::sequence));
                pages.forEach(page -> WindowLayer.merge(groups, page.table(), read(reader, handle, page)));
                WindowLayer layer = new WindowLayer(groups, start, part, context.keyGroups());
                layer.pages().forEach(page -> pages.stream()
                        .filter(location -> location.name().equals(page.name()))
                        .forEach(location -> writer.restored(page, handle, location)));
                window.restored(layer);
            });
        });
    }

    /** Of another parallelism: the rows of this task's key groups. */
    private void restoreShare(
            CheckpointReader reader,
            StateHandle handle,
            TreeMap<Long, Window> windows,
            Supplier<GroupAggregation> newGroups) {
        KeyGroups writers = handle.ownedGroups();
        handle.pages().stream()
                .sorted(Comparator.comparingInt(PageLocation::table))
                .forEach(page -> {
                    requireByKeyGroup(writers, page);
                    if (page.groups().intersects(owned)) {
                        Batch mine = ownedRows(
                                read(reader, handle, page), newGroups.get().keyCount());
                        if (mine.rowCount() > 0) {
                            Window window =
                                    windows.computeIfAbsent(page.namespace(), start -> new Window(start, newGroups));
                            WindowLayer.merge(window.active(), page.table(), mine);
                        }
                    }
                });
    }

    private void requireByKeyGroup(KeyGroups writers, PageLocation page) {
        if (!writers.containsAll(page.groups())) {
            throw new BlinkException(
                    StateErrorCode.STATE_MISMATCH,
                    context.owner() + ": its rows came partitioned by other columns than its group keys, so its state"
                            + " cannot be dealt out to another number of tasks. Restore it with the parallelism that"
                            + " it had.");
        }
    }

    private static Batch read(CheckpointReader reader, StateHandle handle, PageLocation page) {
        byte[] frame = reader.read(handle, page);
        return BatchFrame.decode(frame, 0, frame.length);
    }

    private Batch ownedRows(Batch rows, int keys) {
        int count = rows.rowCount();
        long[] hashes = new long[count];
        ColumnHash.ofKeys(rows, IntStream.range(0, keys).toArray(), hashes);
        int[] positions = new int[count];
        int kept = 0;
        for (int i = 0; i < count; i++) {
            positions[kept] = i;
            kept += owned.contains(ValueHash.bucket(hashes[i], context.keyGroups())) ? 1 : 0;
        }
        return kept == count ? rows : rows.take(positions, 0, kept);
    }
}
