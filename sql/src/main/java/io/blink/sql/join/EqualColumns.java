package io.blink.sql.join;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;

/**
 * The conditions of a join graph in two parts: classes of columns that equalities make the same, of which any two of different leaves may be compared in
 * place of the written ones, and all other conditions.
 *
 * <pre>
 *   a.x = b.x AND b.x = c.x AND a.y < c.y   =>   {a.x, b.x, c.x}, [a.y < c.y]: a and c may be joined by x before b is
 * </pre>
 *
 * @param classes each with at most one column of a leaf
 * @param others conditions that no class says
 */
record EqualColumns(List<List<Integer>> classes, List<RexNode> others) {
    static EqualColumns of(JoinGraph graph) {
        List<List<Integer>> classes = new ArrayList<>();
        List<RexNode> others = new ArrayList<>();
        for (RexNode conjunct : graph.conjuncts()) {
            if (!isOfPlainColumns(conjunct) || !unite(conjunct, graph, classes)) {
                others.add(conjunct);
            }
        }
        return new EqualColumns(classes, others);
    }

    /** Types differ in what equality means: only columns of one type stand for each other. */
    private static boolean isOfPlainColumns(RexNode conjunct) {
        if (!conjunct.isA(SqlKind.EQUALS)) {
            return false;
        }
        RexNode left = ((RexCall) conjunct).getOperands().get(0);
        RexNode right = ((RexCall) conjunct).getOperands().get(1);
        return left instanceof RexInputRef
                && right instanceof RexInputRef
                && left.getType().getSqlTypeName() == right.getType().getSqlTypeName()
                && left.getType().getPrecision() == right.getType().getPrecision()
                && left.getType().getScale() == right.getType().getScale();
    }

    private static boolean unite(RexNode conjunct, JoinGraph graph, List<List<Integer>> classes) {
        int left = ((RexInputRef) ((RexCall) conjunct).getOperands().get(0)).getIndex();
        int right = ((RexInputRef) ((RexCall) conjunct).getOperands().get(1)).getIndex();
        List<Integer> ofLeft = classOf(left, classes);
        List<Integer> ofRight = classOf(right, classes);
        if (ofLeft == ofRight) {
            return true;
        }
        long leftLeaves = leaves(ofLeft, graph);
        long rightLeaves = leaves(ofRight, graph);
        if ((leftLeaves & rightLeaves) != 0) {
            return false;
        }
        classes.removeIf(known -> known == ofLeft || known == ofRight);
        List<Integer> united = new ArrayList<>(ofLeft);
        united.addAll(ofRight);
        classes.add(united);
        return true;
    }

    private static List<Integer> classOf(int column, List<List<Integer>> classes) {
        for (List<Integer> known : classes) {
            if (known.contains(column)) {
                return known;
            }
        }
        return new ArrayList<>(List.of(column));
    }

    private static long leaves(List<Integer> columns, JoinGraph graph) {
        long leaves = 0;
        for (int column : columns) {
            leaves |= 1L << graph.leafOf(column);
        }
        return leaves;
    }

    /** The column of the class that the leaves have, the one of the first of them; -1 if none. */
    static int columnIn(List<Integer> columns, long leaves, JoinGraph graph) {
        for (int column : columns) {
            if ((leaves >>> graph.leafOf(column) & 1) != 0) {
                return column;
            }
        }
        return -1;
    }
}
