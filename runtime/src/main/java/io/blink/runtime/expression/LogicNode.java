package io.blink.runtime.expression;

import io.blink.core.column.ByteColumn;
import io.blink.core.column.Column;
import java.util.List;

/**
 * AND or OR. An argument that may fail or is dear is evaluated only for the rows that the arguments before it left open, so that a guard written before
 * it protects it.
 */
final class LogicNode extends Node {
    private final boolean and;
    private final List<Node> arguments;

    LogicNode(boolean and, List<Node> arguments) {
        this.and = and;
        this.arguments = List.copyOf(arguments);
    }

    @Override
    Column evaluate(Rows rows) {
        byte[] truth = Truth.of(arguments.get(0).evaluate(rows));
        for (int i = 1; i < arguments.size(); i++) {
            Node argument = arguments.get(i);
            if (argument.isFree()) {
                combine(truth, Truth.of(argument.evaluate(rows)));
                continue;
            }
            int[] open = new int[rows.count()];
            int count = open(truth, open);
            if (count == 0) {
                break;
            }
            combine(truth, Truth.of(argument.evaluate(rows.subset(open, count))), open);
        }
        return Truth.column(truth);
    }

    private void combine(byte[] truth, byte[] more) {
        if (and) {
            for (int i = 0; i < truth.length; i++) {
                truth[i] = (byte) Math.min(truth[i], more[i]);
            }
        } else {
            for (int i = 0; i < truth.length; i++) {
                truth[i] = (byte) Math.max(truth[i], more[i]);
            }
        }
    }

    private void combine(byte[] truth, byte[] more, int[] positions) {
        for (int i = 0; i < more.length; i++) {
            int position = positions[i];
            truth[position] = (byte) (and ? Math.min(truth[position], more[i]) : Math.max(truth[position], more[i]));
        }
    }

    private int open(byte[] truth, int[] open) {
        byte decided = and ? Truth.FALSE : Truth.TRUE;
        int count = 0;
        for (int i = 0; i < truth.length; i++) {
            open[count] = i;
            count += truth[i] != decided ? 1 : 0;
        }
        return count;
    }

    @Override
    int select(Rows rows, int[] positions) {
        if (and) {
            return selectAll(rows, positions);
        }
        boolean narrows = arguments.stream().anyMatch(LogicNode.class::isInstance);
        return narrows ? selectAny(rows, positions) : super.select(rows, positions);
    }

    /** OR of ANDs in a filter: each argument sees only the rows that none before it let pass, and of them its own arguments only what those before left. */
    private int selectAny(Rows rows, int[] positions) {
        byte[] passed = new byte[rows.count()];
        OpenRows open = new OpenRows(rows);
        for (int i = 0; i < arguments.size() && open.count() > 0; i++) {
            int[] taken = open.room();
            int takenCount = arguments.get(i).select(open.rows(), taken);
            open.take(taken, takenCount);
            for (int j = 0; j < takenCount; j++) {
                passed[taken[j]] = 1;
            }
        }
        int count = 0;
        for (int i = 0; i < passed.length; i++) {
            positions[count] = i;
            count += passed[i];
        }
        return count;
    }

    /** AND in a filter: UNKNOWN is as good as FALSE, so each argument sees only the rows that passed those before it. */
    private int selectAll(Rows rows, int[] positions) {
        int count = arguments.get(0).select(rows, positions);
        for (int i = 1; i < arguments.size() && count > 0; i++) {
            Node argument = arguments.get(i);
            count = argument.isFree() && passedMany(count, rows.count())
                    ? keepTrue(argument.evaluate(rows), positions, count)
                    : narrow(argument, rows, positions, count);
        }
        return count;
    }

    /** Gathering the rows left costs more than evaluating some in vain. */
    private static boolean passedMany(int count, int rows) {
        return count > rows >> 2;
    }

    private static int keepTrue(Column column, int[] positions, int count) {
        if (column instanceof ByteColumn flat && flat.nulls() == null) {
            return keepSet(flat.values(), positions, count);
        }
        byte[] truth = Truth.of(column);
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int position = positions[i];
            positions[kept] = position;
            kept += truth[position] >> 1;
        }
        return kept;
    }

    private static int keepSet(byte[] values, int[] positions, int count) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int position = positions[i];
            positions[kept] = position;
            kept += values[position];
        }
        return kept;
    }

    private static int narrow(Node argument, Rows rows, int[] positions, int count) {
        int[] outer = java.util.Arrays.copyOf(positions, count);
        int kept = argument.select(rows.subset(outer, count), positions);
        for (int i = 0; i < kept; i++) {
            positions[i] = outer[positions[i]];
        }
        return kept;
    }

    @Override
    boolean isFree() {
        return arguments.stream().allMatch(Node::isFree);
    }

    @Override
    boolean vectorized() {
        return arguments.stream().allMatch(Node::vectorized);
    }
}
