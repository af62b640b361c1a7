package io.blink.runtime.expression.kernel;

import io.blink.core.column.BytesColumn;
import io.blink.core.column.Column;
import io.blink.core.column.ConstantColumn;

/**
 * A string argument, flat or constant: value {@code i} is {@code bytes[start(i) .. end(i))}. The stride is 0 for a constant, so that loops need no
 * second form for it.
 */
public record BytesArgument(byte[] bytes, int[] offsets, int stride) {
    public static BytesArgument of(Column column) {
        if (column instanceof ConstantColumn constant) {
            BytesColumn value = (BytesColumn) constant.value();
            return new BytesArgument(value.bytes(), value.offsets(), 0);
        }
        BytesColumn strings = (BytesColumn) column;
        return new BytesArgument(strings.bytes(), strings.offsets(), 1);
    }

    public int start(int row) {
        return offsets[row * stride];
    }

    public int end(int row) {
        return offsets[row * stride + 1];
    }

    public int length(int row) {
        return offsets[row * stride + 1] - offsets[row * stride];
    }

    /** For rare functions and messages. */
    public String string(int row) {
        return new String(bytes, start(row), length(row), java.nio.charset.StandardCharsets.UTF_8);
    }
}
