package io.blink.sql.physical;

import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.SortKey;
import io.blink.core.type.Field;
import io.blink.sql.logical.subquery.LogicalUnnest;
import io.blink.sql.physical.node.Estimate;
import io.blink.sql.physical.node.Estimate.ColumnEstimate;
import io.blink.sql.physical.node.Operations;
import io.blink.sql.physical.node.PhysicalNode;
import io.blink.sql.physical.node.Scanned;
import io.blink.sql.type.TypeMapping;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;

/** Rows multiplied by the elements of a collection: where the rows lie and how they are ordered stays. */
final class UnnestPlanning {
    private UnnestPlanning() {}

    /** @param kept columns of the logical input that are wanted above */
    static Scanned plan(LogicalUnnest unnest, Scanned input, SortedSet<Integer> kept) {
        int width = unnest.getInput().getRowType().getFieldCount();
        PhysicalNode node = input.node();
        List<Integer> keptColumns = input.over(List.copyOf(kept));
        List<Field> logical = TypeMapping.toFields(unnest.getRowType());
        List<Field> elements = logical.subList(width, logical.size());
        List<Field> output = new ArrayList<>();
        List<ColumnEstimate> columns = new ArrayList<>();
        for (int column : keptColumns) {
            output.add(node.output().get(column));
            columns.add(node.estimate().columns().get(column));
        }
        output.addAll(elements);
        double rows = node.estimate().rows() * LogicalUnnest.ELEMENTS;
        columns.addAll(Estimate.ofTypes(rows, elements, true).columns());
        int[] positions = new int[logical.size()];
        Arrays.fill(positions, -1);
        int next = 0;
        for (int column : kept) {
            positions[column] = next++;
        }
        for (int i = 0; i < elements.size(); i++) {
            positions[width + i] = next++;
        }
        List<Integer> newPositions = newPositions(keptColumns, node.output().size());
        int collection = input.positions()[unnest.collection()];
        PhysicalNode unnested = Operations.operation(
                new OperatorSpec.Unnest(keptColumns, collection, unnest.ordinality(), unnest.outer()),
                "Unnest",
                "unnest",
                List.of(node),
                output,
                node.distribution().mapped(newPositions),
                ordering(node.ordering(), newPositions),
                new Estimate(rows, columns, node.estimate().known()),
                List.of());
        return new Scanned(unnested, positions);
    }

    private static List<Integer> newPositions(List<Integer> kept, int width) {
        Integer[] positions = new Integer[width];
        Arrays.fill(positions, -1);
        for (int i = 0; i < kept.size(); i++) {
            positions[kept.get(i)] = i;
        }
        return List.of(positions);
    }

    private static List<SortKey> ordering(List<SortKey> ordering, List<Integer> newPositions) {
        List<SortKey> kept = new ArrayList<>();
        for (SortKey key : ordering) {
            int position = newPositions.get(key.column());
            if (position < 0) {
                break;
            }
            kept.add(new SortKey(position, key.ascending(), key.nullsFirst()));
        }
        return kept;
    }
}
