package io.blink.core.function.user;

import io.blink.core.spi.function.AggregateFunction;
import io.blink.core.spi.function.ScalarFunction;
import io.blink.core.spi.function.TableFunction;
import io.blink.core.spi.function.UserDefinedFunction;
import io.blink.core.spi.function.VectorizedFunction;

/** Which class of the API a function extends. */
public enum FunctionKind {
    SCALAR(ScalarFunction.class, "eval"),
    VECTORIZED(VectorizedFunction.class, "evaluate"),
    TABLE(TableFunction.class, "eval"),
    AGGREGATE(AggregateFunction.class, "accumulate");

    private final Class<? extends UserDefinedFunction> type;
    private final String method;

    FunctionKind(Class<? extends UserDefinedFunction> type, String method) {
        this.type = type;
        this.method = method;
    }

    /** What the class extends. */
    public Class<? extends UserDefinedFunction> type() {
        return type;
    }

    /** The name of the methods that take the arguments. */
    public String method() {
        return method;
    }
}
