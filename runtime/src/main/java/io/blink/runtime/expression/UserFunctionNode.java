package io.blink.runtime.expression;

import io.blink.core.column.Column;
import io.blink.core.column.ConstantColumn;
import io.blink.runtime.expression.kernel.Kernel;
import java.util.List;

/** A user's function that is not deterministic: called once for each row that comes here, whatever the encoding of its arguments. */
final class UserFunctionNode extends Node {
    private final Kernel kernel;
    private final List<Node> arguments;

    UserFunctionNode(Kernel kernel, List<Node> arguments) {
        this.kernel = kernel;
        this.arguments = List.copyOf(arguments);
    }

    @Override
    Column evaluate(Rows rows) {
        Column[] columns = new Column[arguments.size()];
        for (int i = 0; i < columns.length; i++) {
            Column column = arguments.get(i).evaluate(rows);
            columns[i] = column instanceof ConstantColumn ? column : column.flat();
        }
        return kernel.apply(columns, null, rows.count());
    }

    @Override
    boolean isFree() {
        return false;
    }

    @Override
    boolean vectorized() {
        return kernel.vectorized() && arguments.stream().allMatch(Node::vectorized);
    }
}
