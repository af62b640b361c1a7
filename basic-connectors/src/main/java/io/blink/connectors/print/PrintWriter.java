package io.blink.connectors.print;

import io.blink.core.column.Batch;
import io.blink.core.column.ColumnText;
import io.blink.core.column.RowKind;
import io.blink.core.spi.connector.Committable;
import io.blink.core.spi.connector.TableWriter;
import io.blink.core.spi.connector.WriterContext;
import java.io.PrintStream;
import java.util.List;

/** Prints one line a row: {@code +I[1, a]}, with {@code identifier:task> } in front if there is an identifier or more than one task. */
final class PrintWriter implements TableWriter {
    private static final String[] KINDS = {"+I", "-U", "+U", "-D"};

    private final String prefix;
    private final ColumnText[] texts;
    private final PrintStream target;
    private long rows;

    PrintWriter(PrintConnectorFactory.PrintHandle handle, WriterContext context, PrintStream target) {
        this.prefix = handle.identifier().isEmpty() ? "" : handle.identifier() + ":" + (context.subtask() + 1) + "> ";
        this.texts = context.input().stream()
                .map(field -> new ColumnText(field.type(), context.timeZone()))
                .toArray(ColumnText[]::new);
        this.target = target;
    }

    @Override
    public void write(Batch batch) {
        StringBuilder lines = new StringBuilder();
        for (int row = 0; row < batch.rowCount(); row++) {
            int kind = batch.rowKinds() == null ? RowKind.INSERT.ordinal() : batch.rowKinds()[row];
            lines.append(prefix).append(KINDS[kind]).append('[');
            for (int i = 0; i < texts.length; i++) {
                lines.append(i == 0 ? "" : ", ");
                lines.append(batch.column(i).isNull(row) ? "NULL" : texts[i].text(batch.column(i), row));
            }
            lines.append("]\n");
        }
        target.print(lines);
        target.flush();
        rows += batch.rowCount();
    }

    @Override
    public List<Committable> prepare(long checkpointId) {
        Committable printed = new Committable("{}", rows);
        rows = 0;
        return List.of(printed);
    }

    @Override
    public void abort() {}

    @Override
    public void close() {}
}
