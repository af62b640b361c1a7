package io.blink.core.spi.function;

import java.util.function.Consumer;

/**
 * Any number of rows for each row: {@code FROM t, LATERAL TABLE(f(t.x)) AS r (a, b)}. Public methods {@code eval} return nothing and hand rows to {@link #collect}. The type T is that of
 * the only column, or a {@link Row}, record or class with public fields whose parts are the columns.
 */
public abstract class TableFunction<T> extends UserDefinedFunction {
    private Consumer<T> collector;

    /** Gives a row out. Only while {@code eval} runs. */
    protected final void collect(T row) {
        if (collector == null) {
            throw new IllegalStateException("collect is called outside eval");
        }
        collector.accept(row);
    }

    /** Called by the engine, and by tests of functions. */
    public final void setCollector(Consumer<T> collector) {
        this.collector = collector;
    }
}
