package io.blink.runtime.expression;

import io.blink.core.column.Column;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.expression.Literal;
import io.blink.runtime.expression.kernel.CallSite;
import io.blink.runtime.expression.kernel.Kernel;
import io.blink.runtime.expression.kernel.NullFlags;

/** REQUIRE_NOT_NULL: passes a column on that has no NULLs. */
final class RequiredValues implements Kernel {
    private final String column;

    RequiredValues(CallSite site) {
        this.column = ((Literal) site.call().arguments().get(1)).value();
    }

    @Override
    public Column apply(Column[] arguments, boolean[] nulls, int rows) {
        boolean[] missing = NullFlags.of(arguments[0]);
        for (int i = 0; missing != null && i < rows; i++) {
            if (missing[i]) {
                throw new BlinkException(
                        CoreErrorCode.NOT_NULL_VIOLATION,
                        "The column " + column
                                + " is NOT NULL and the query gives NULL for it; leave such rows out or use COALESCE.");
            }
        }
        return arguments[0];
    }
}
