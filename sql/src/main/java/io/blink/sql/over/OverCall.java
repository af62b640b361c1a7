package io.blink.sql.over;

import io.blink.core.plan.WindowFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * One call of a group.
 *
 * @param arguments input columns
 * @param offset the rows that LAG looks back and LEAD ahead, where that is the same for all rows; else {@code null}
 * @param type what the validator derived
 * @param position where it was written; not a part of what the call is
 */
public record OverCall(
        SqlAggFunction function,
        List<Integer> arguments,
        boolean distinct,
        boolean ignoreNulls,
        WindowFrame frame,
        RelDataType type,
        SqlParserPos position,
        Long offset) {
    public OverCall {
        arguments = List.copyOf(arguments);
    }

    /** The input columns that the call reads. */
    public List<Integer> columns() {
        List<Integer> columns = new ArrayList<>(arguments);
        for (WindowFrame.Bound bound : List.of(frame.start(), frame.end())) {
            if (bound.edgeColumn() >= 0) {
                columns.add(bound.edgeColumn());
            }
        }
        return columns;
    }

    /** The same over an input whose columns stand elsewhere. */
    public OverCall renumbered(IntUnaryOperator newColumn) {
        List<Integer> moved = arguments.stream().map(newColumn::applyAsInt).toList();
        WindowFrame movedFrame = new WindowFrame(
                frame.unit(), moved(frame.start(), newColumn), moved(frame.end(), newColumn), frame.exclusion());
        return new OverCall(function, moved, distinct, ignoreNulls, movedFrame, type, position, offset);
    }

    private static WindowFrame.Bound moved(WindowFrame.Bound bound, IntUnaryOperator newColumn) {
        return bound.edgeColumn() < 0
                ? bound
                : new WindowFrame.Bound(bound.kind(), bound.offset(), newColumn.applyAsInt(bound.edgeColumn()));
    }

    /** Names the call for plans; equal for equal calls. */
    @Override
    public String toString() {
        return function.getName() + (distinct ? "(DISTINCT " : "(") + arguments + ")"
                + (ignoreNulls ? " IGNORE NULLS" : "") + " " + frame + " " + type.getFullTypeString();
    }
}
