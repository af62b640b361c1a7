package io.blink.runtime.operator.window;

import io.blink.core.column.Batch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Deals the rows of a batch out by a number that each of them has: of its slice, or of the end of its window. */
final class RowParts {
    private int[] partOfRow = new int[0];
    private int[] positions = new int[0];

    /** Rows with the same number, in their order. */
    record Part(long label, Batch rows) {}

    /** One part a number, in order of first row. Few rows in a row differ from the one before, or it is slow. */
    List<Part> split(Batch batch, long[] labels) {
        int rows = batch.rowCount();
        if (partOfRow.length < rows) {
            partOfRow = new int[rows];
            positions = new int[rows];
        }
        Map<Long, Integer> known = new HashMap<>();
        List<Long> found = new ArrayList<>();
        List<int[]> counts = new ArrayList<>();
        int part = -1;
        for (int i = 0; i < rows; i++) {
            if (i == 0 || labels[i] != labels[i - 1]) {
                Integer before = known.putIfAbsent(labels[i], found.size());
                part = before == null ? found.size() : before;
                if (before == null) {
                    found.add(labels[i]);
                    counts.add(new int[1]);
                }
            }
            partOfRow[i] = part;
            counts.get(part)[0]++;
        }
        return found.size() == 1 ? List.of(new Part(found.get(0), batch)) : parts(batch, found, counts);
    }

    private List<Part> parts(Batch batch, List<Long> labels, List<int[]> counts) {
        int[] next = new int[labels.size()];
        for (int part = 1; part < next.length; part++) {
            next[part] = next[part - 1] + counts.get(part - 1)[0];
        }
        for (int i = 0; i < batch.rowCount(); i++) {
            positions[next[partOfRow[i]]++] = i;
        }
        List<Part> parts = new ArrayList<>(next.length);
        for (int part = 0; part < next.length; part++) {
            int count = counts.get(part)[0];
            parts.add(new Part(labels.get(part), batch.take(positions, next[part] - count, count)));
        }
        return parts;
    }
}
