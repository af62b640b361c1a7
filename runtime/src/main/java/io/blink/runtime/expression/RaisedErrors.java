package io.blink.runtime.expression;

import io.blink.core.column.ByteColumn;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnBuilder;
import io.blink.core.function.ScalarFunction;
import io.blink.core.type.TypeKind;
import io.blink.runtime.expression.kernel.BytesArgument;
import io.blink.runtime.expression.kernel.CallSite;
import io.blink.runtime.expression.kernel.Kernel;
import java.util.Arrays;

/** ASSERT_TRUE and RAISE_ERROR: errors that the statement asks for. Where there is none the result is NULL. */
final class RaisedErrors implements Kernel {
    private final CallSite site;

    RaisedErrors(CallSite site) {
        this.site = site;
    }

    @Override
    public Column apply(Column[] arguments, boolean[] nulls, int rows) {
        boolean asserts = site.function() == ScalarFunction.ASSERT_TRUE;
        byte[] truth = asserts ? Truth.of(arguments[0]) : new byte[rows];
        for (int i = 0; i < rows; i++) {
            if (truth[i] != Truth.TRUE) {
                throw site.invalidArgument(message(arguments, asserts, i), null);
            }
        }
        if (!asserts && site.type().kind() != TypeKind.NULL) {
            return ColumnBuilder.of(site.type(), rows).build();
        }
        boolean[] all = new boolean[rows];
        Arrays.fill(all, true);
        return new ByteColumn(rows, new byte[rows], all);
    }

    private String message(Column[] arguments, boolean asserts, int row) {
        int at = asserts ? 1 : 0;
        boolean given = arguments.length > at && site.argumentType(at).kind() != TypeKind.NULL;
        if (!given || arguments[at].isNull(row)) {
            return "the condition is not true";
        }
        return BytesArgument.of(arguments[at]).string(row);
    }
}
