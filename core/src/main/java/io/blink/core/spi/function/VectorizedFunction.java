package io.blink.core.spi.function;

import io.blink.core.column.Column;
import io.blink.core.type.DataType;
import java.util.List;

/**
 * A scalar function that works on columns: for what must be as fast as the engine's own functions. Columns, their encodings and how NULLs lie in them are described in {@code io.blink.core.column}.
 */
public abstract class VectorizedFunction extends UserDefinedFunction {
    /**
     * The type of the result for arguments of these types.
     *
     * @throws IllegalArgumentException whose message says what the function takes
     */
    public abstract DataType resultType(List<DataType> argumentTypes);

    /** What the arguments are converted to before {@link #evaluate}; as they are, unless overridden. As many as given. */
    public List<DataType> argumentTypes(List<DataType> given) {
        return given;
    }

    /**
     * The results for some rows.
     *
     * @param arguments flat columns of {@code rows} values each, which may be NULL; must not be changed
     * @param rows at least 1
     * @return a column of {@code rows} values in the memory form of {@link #resultType}; it may share arrays with the arguments
     */
    public abstract Column evaluate(List<Column> arguments, int rows);
}
