package io.blink.runtime.expression;

import io.blink.core.column.ArrayColumn;
import io.blink.core.column.Column;
import io.blink.core.column.ConstantColumn;
import io.blink.core.function.ScalarFunction;
import io.blink.core.type.DataType;
import java.util.List;

/** TRANSFORM, FILTER and ANY_MATCH: the body is evaluated once for the elements of all rows. */
final class LambdaNode extends Node {
    private final ScalarFunction function;
    private final Node array;
    private final Node body;
    private final List<Node> captured;
    private final boolean places;
    private final DataType type;

    /** @param places whether the body takes the places of the elements too */
    LambdaNode(ScalarFunction function, Node array, Node body, List<Node> captured, boolean places, DataType type) {
        this.function = function;
        this.array = array;
        this.body = body;
        this.captured = List.copyOf(captured);
        this.places = places;
        this.type = type;
    }

    @Override
    Column evaluate(Rows rows) {
        if (rows.count() == 0) {
            return new ConstantColumn(0, LiteralColumns.nullValue(type));
        }
        Column arrays = array.evaluate(rows);
        if (arrays instanceof ConstantColumn constant && captured.isEmpty()) {
            Column result = applied(LambdaElements.of((ArrayColumn) constant.value()), List.of());
            return new ConstantColumn(rows.count(), result);
        }
        List<Column> around = captured.stream().map(node -> node.evaluate(rows)).toList();
        return applied(LambdaElements.of((ArrayColumn) arrays.flat()), around);
    }

    private Column applied(LambdaElements elements, List<Column> around) {
        Rows rows = elements.asRows(places, around);
        return switch (function) {
            case ARRAY_TRANSFORM -> {
                Column values = rows.count() == 0
                        ? new ConstantColumn(0, LiteralColumns.nullValue(type.element()))
                        : body.evaluate(rows);
                yield new ArrayColumn(elements.rows(), values.flat(), elements.offsets(), elements.nulls());
            }
            case ARRAY_FILTER -> filtered(elements, rows);
            default -> matched(elements, rows);
        };
    }

    private Column filtered(LambdaElements elements, Rows rows) {
        int[] chosen = new int[rows.count()];
        int count = rows.count() == 0 ? 0 : body.select(rows, chosen);
        int[] offsets = new int[elements.rows() + 1];
        int next = 0;
        for (int row = 0; row < elements.rows(); row++) {
            while (next < count && chosen[next] < elements.offsets()[row + 1]) {
                next++;
            }
            offsets[row + 1] = next;
        }
        Column kept = elements.elements().take(chosen, 0, count).flat();
        return new ArrayColumn(elements.rows(), kept, offsets, elements.nulls());
    }

    private Column matched(LambdaElements elements, Rows rows) {
        byte[] each = rows.count() == 0 ? new byte[0] : Truth.of(body.evaluate(rows));
        byte[] any = new byte[elements.rows()];
        for (int row = 0; row < any.length; row++) {
            byte truth = elements.nulls() != null && elements.nulls()[row] ? Truth.UNKNOWN : Truth.FALSE;
            for (int i = elements.offsets()[row]; i < elements.offsets()[row + 1]; i++) {
                truth = each[i] > truth ? each[i] : truth;
            }
            any[row] = truth;
        }
        return Truth.column(any);
    }

    @Override
    boolean isFree() {
        return false;
    }

    @Override
    boolean vectorized() {
        return array.vectorized() && body.vectorized() && captured.stream().allMatch(Node::vectorized);
    }
}
