package io.blink.sql.physical.node;

import io.blink.core.expression.Expression;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The physical form of a logical node, of which some columns were not wanted.
 *
 * @param positions for each column of the logical node its place in the physical one's output, or -1
 */
public record Scanned(PhysicalNode node, int[] positions) {
    /** All columns in their places. */
    public static Scanned whole(PhysicalNode node) {
        return new Scanned(node, IntStream.range(0, node.output().size()).toArray());
    }

    /** The physical columns are these of the logical node's. */
    public static Scanned of(PhysicalNode node, Collection<Integer> columns, int width) {
        int[] positions = new int[width];
        Arrays.fill(positions, -1);
        int next = 0;
        for (int column : columns) {
            positions[column] = next++;
        }
        return new Scanned(node, positions);
    }

    /** An expression over the logical node's columns, over the physical one's. */
    public Expression over(Expression expression) {
        return ExpressionRewriter.renumber(expression, column -> positions[column]);
    }

    public List<Integer> over(List<Integer> columns) {
        return columns.stream().map(column -> positions[column]).toList();
    }

    public Scanned filtered(List<Expression> conjuncts) {
        return conjuncts.isEmpty()
                ? this
                : new Scanned(
                        Operations.filter(
                                node, conjuncts.stream().map(this::over).toList()),
                        positions);
    }

    /** Without the columns that were only needed on the way, so that they do not travel; where none is wanted it is not worth a step. */
    public Scanned pruned(Collection<Integer> wanted) {
        List<Integer> columns = List.copyOf(wanted);
        if (columns.isEmpty()) {
            return of(node, columns, positions.length);
        }
        if (node.output().size() == columns.size() && isInOrder(columns)) {
            return this;
        }
        return of(Operations.select(node, over(columns)), columns, positions.length);
    }

    private boolean isInOrder(List<Integer> columns) {
        return IntStream.range(0, columns.size()).allMatch(i -> positions[columns.get(i)] == i);
    }

    /** Places in the output of a join of this with another. */
    public int[] beside(Scanned right) {
        int[] both = Arrays.copyOf(positions, positions.length + right.positions.length);
        int shift = node.output().size();
        for (int i = 0; i < right.positions.length; i++) {
            both[positions.length + i] = right.positions[i] < 0 ? -1 : right.positions[i] + shift;
        }
        return both;
    }

    /** Places in the output of a join that marks this. */
    public int[] besideMark() {
        int[] marked = Arrays.copyOf(positions, positions.length + 1);
        marked[positions.length] = node.output().size();
        return marked;
    }
}
