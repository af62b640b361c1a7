package io.blink.runtime.operator.window;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.ConstantColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.plan.TimeWindow;
import java.util.ArrayList;
import java.util.List;

/** Start and end of a window as columns. */
final class WindowBounds {
    private WindowBounds() {}

    /** The groups of the window that ends there, with its bounds behind them; {@code null} stays {@code null}. */
    static Batch append(Batch groups, TimeWindow window, long end) {
        if (groups == null) {
            return null;
        }
        List<Column> columns = new ArrayList<>(groups.columns());
        columns.add(time(groups.rowCount(), window.startOf(end)));
        columns.add(time(groups.rowCount(), end));
        return new Batch(groups.rowCount(), columns, groups.rowKinds());
    }

    static Column time(int count, long micros) {
        return new ConstantColumn(count, new LongColumn(1, new long[] {micros}, null));
    }
}
