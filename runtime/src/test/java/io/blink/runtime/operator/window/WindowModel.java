package io.blink.runtime.operator.window;

import io.blink.core.plan.TimeWindow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What windows have, by looking at every one for each row. */
final class WindowModel {
    private final TimeWindow window;
    private final boolean distinct;
    private final Map<List<Long>, Map<Long, long[]>> windows = new HashMap<>();
    private final Map<List<Long>, Set<Long>> values = new HashMap<>();
    long late;

    WindowModel(TimeWindow window, boolean distinct) {
        this.window = window;
        this.distinct = distinct;
    }

    void add(long time, long key, long value, long watermark) {
        boolean passed = false;
        boolean counted = false;
        for (long start = time - window.sizeMicros(); start <= time; start++) {
            boolean cumulates = window.kind() == TimeWindow.Kind.CUMULATE;
            long every = cumulates ? window.sizeMicros() : window.stepMicros();
            if (Math.floorMod(start - window.offsetMicros(), every) != 0) {
                continue;
            }
            long shortest = cumulates ? window.stepMicros() : window.sizeMicros();
            for (long size = shortest; size <= window.sizeMicros(); size += window.stepMicros()) {
                boolean inside = time < start + size;
                boolean open = watermark == Long.MIN_VALUE || start + size > watermark;
                passed |= inside && !open;
                counted |= inside && open;
                if (inside && open) {
                    addTo(List.of(start, start + size), key, value);
                }
            }
        }
        late += passed && !counted ? 1 : 0;
    }

    private void addTo(List<Long> bounds, long key, long value) {
        long[] sums = windows.computeIfAbsent(bounds, s -> new TreeMap<>())
                .computeIfAbsent(key, k -> new long[] {0, 0, value, value});
        sums[0]++;
        sums[1] += value;
        sums[2] = Math.min(sums[2], value);
        sums[3] = Math.max(sums[3], value);
        values.computeIfAbsent(List.of(bounds.get(0), bounds.get(1), key), k -> new HashSet<>())
                .add(value);
    }

    List<List<Object>> rows() {
        List<List<Object>> rows = new ArrayList<>();
        windows.forEach((bounds, keys) -> keys.forEach((key, sums) -> {
            List<Object> row =
                    new ArrayList<>(List.of(key, sums[0], sums[1], sums[2], sums[3], (double) sums[1] / sums[0]));
            if (distinct) {
                row.add((long)
                        values.get(List.of(bounds.get(0), bounds.get(1), key)).size());
            }
            row.addAll(bounds);
            rows.add(row);
        }));
        return rows;
    }
}
