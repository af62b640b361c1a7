package io.blink.runtime.operator.window;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.TimeWindow;
import io.blink.core.spi.state.TableCursor;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.runtime.operator.OperatorMemory;
import io.blink.runtime.operator.aggregate.NamespacedGroups;
import io.blink.runtime.operator.hashtable.GroupTable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;

/**
 * Windows share slices, whose groups have the slice's start for a namespace: a row is added to one, and a window is the sum of what its slices have when it is emitted. Which groups have changed is noted by
 * slice, too, and forgotten once no window of the slice has still to be emitted; until then a window may be asked for more groups than have changed in it, and finds the others as they went out.
 *
 * <p>Where windows are not emitted before they end, nothing is noted until the first one of a slice has ended: a window is emitted with all that its slices have when it ends.
 */
final class SlicedFiredWindows implements FiredWindows {
    private final OperatorSpec.FiringWindowAggregate spec;
    private final TimeWindow window;
    private final boolean early;
    private final List<DataType> keyTypes;
    private final NamespacedGroups groups;
    private final ChangedKeys changed;
    private final EmittedResults emitted;
    private final FiringSchedule schedule;
    private final OperatorMemory memory;
    private final TreeSet<Long> slices = new TreeSet<>();
    private final TreeSet<Long> noted = new TreeSet<>();
    /** Windows that have not been emitted since they got rows that were not noted. */
    private final TreeSet<Long> unnoted = new TreeSet<>();

    private boolean settled = true;

    /** @param notedMicros of restored windows, those that end later may have rows that were not noted */
    SlicedFiredWindows(
            OperatorSpec.FiringWindowAggregate spec,
            List<Field> input,
            NamespacedGroups groups,
            ChangedKeys changed,
            EmittedResults emitted,
            FiringSchedule schedule,
            OperatorMemory memory,
            long notedMicros,
            long nowNanos) {
        this.spec = spec;
        this.window = spec.window();
        this.early = spec.firing().isEarly();
        this.keyTypes =
                spec.groupKeys().stream().map(key -> input.get(key).type()).toList();
        this.groups = groups;
        this.changed = changed;
        this.emitted = emitted;
        this.schedule = schedule;
        this.memory = memory;
        restore(notedMicros, nowNanos);
    }

    private void restore(long notedMicros, long nowNanos) {
        for (long end : emitted.windows()) {
            schedule.hold(end);
        }
        for (long slice : changed.namespaces()) {
            noted.add(slice);
        }
        for (long slice : groups.namespaces()) {
            slices.add(slice);
            boolean pending = noted.contains(slice);
            for (long end = first(slice); end <= last(slice); end = first(end)) {
                boolean open = !schedule.isClosed(end);
                if (open && end > notedMicros) {
                    unnoted.add(end);
                }
                if (open && (pending || end > notedMicros)) {
                    schedule.change(end, nowNanos);
                }
            }
        }
    }

    private long first(long slice) {
        return window.firstEndAfter(slice);
    }

    private long last(long slice) {
        return window.lastEnd(slice);
    }

    @Override
    public void add(Batch rows, long slice) {
        groups.add(rows, slice, memory);
        slices.add(slice);
        if (early || schedule.hasEnded(first(slice))) {
            changed.note(rows, slice);
            noted.add(slice);
        } else {
            long last = last(slice);
            for (long end = first(slice); end <= last; end = first(end)) {
                unnoted.add(end);
            }
        }
    }

    @Override
    public Emission fireNext() {
        settled = false;
        List<Long> ends = new ArrayList<>(List.of(schedule.pollDue()));
        long firstEnd = ends.get(0);
        boolean whole = unnoted.remove(firstEnd);
        long common = window.sliceStart(firstEnd - 1);
        for (Long next = schedule.firstDue(); isLike(next, common, whole); next = schedule.firstDue()) {
            ends.add(schedule.pollDue());
            unnoted.remove(next);
        }
        return new SliceSweep(
                spec,
                groups,
                emitted,
                memory,
                slices,
                ends,
                keys(window.startOf(firstEnd), ends.get(ends.size() - 1), whole));
    }

    /** Of groups in the slices between two moments: all, or those that are noted. */
    private GroupTable keys(long from, long to, boolean all) {
        GroupTable keys = new GroupTable(keyTypes);
        for (long slice : slices.subSet(from, to)) {
            if (all) {
                insert(groups.partials(slice), keys);
            } else if (noted.contains(slice)) {
                insert(changed.scan(slice), keys);
            }
        }
        return keys;
    }

    private void insert(TableCursor rows, GroupTable keys) {
        int[] numbers = new int[Batch.TARGET_ROWS];
        for (Batch batch = rows.next(); batch != null; batch = rows.next()) {
            Column[] columns = batch.columns().subList(0, keyTypes.size()).toArray(Column[]::new);
            memory.grow(keys.bytesToInsert(columns, batch.rowCount()));
            keys.insert(columns, batch.rowCount(), numbers);
            memory.set(keys.retainedBytes());
        }
    }

    /** Whether the next window has a slice, too, and is emitted with all of its groups, or is not. */
    private boolean isLike(Long end, long slice, boolean whole) {
        return end != null && window.startOf(end) <= slice && unnoted.contains(end) == whole;
    }

    @Override
    public void settle() {
        if (!settled) {
            forgetNoted();
            settled = true;
        }
        for (long end : schedule.takeClosed()) {
            emitted.drop(end);
            unnoted.remove(end);
        }
        while (!slices.isEmpty() && schedule.isClosed(last(slices.first()))) {
            groups.drop(slices.pollFirst());
        }
    }

    private void forgetNoted() {
        for (Iterator<Long> each = noted.iterator(); each.hasNext(); ) {
            long slice = each.next();
            if (!schedule.hasChanged(first(slice), last(slice))) {
                changed.drop(slice);
                each.remove();
            }
        }
    }
}
