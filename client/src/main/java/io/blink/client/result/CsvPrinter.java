package io.blink.client.result;

import io.blink.core.column.Batch;
import io.blink.core.type.Field;
import java.io.PrintStream;
import java.time.ZoneId;
import java.util.List;

/** RFC 4180. The header line comes with the first row, or with the end: a statement that fails before prints nothing. */
final class CsvPrinter implements ResultPrinter {
    private final PrintStream target;
    private final ZoneId timeZone;
    private CellText cells;
    private String header;

    CsvPrinter(PrintStream target, ZoneId timeZone) {
        this.target = target;
        this.timeZone = timeZone;
    }

    @Override
    public void begin(List<Field> fields) {
        cells = new CellText(fields, timeZone);
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < fields.size(); i++) {
            line.append(i == 0 ? "" : ",").append(quoted(fields.get(i).name()));
        }
        header = line.append("\r\n").toString();
    }

    @Override
    public void print(Batch batch) {
        if (batch.rowCount() == 0) {
            return;
        }
        StringBuilder lines = new StringBuilder(takeHeader());
        for (int row = 0; row < batch.rowCount(); row++) {
            for (int column = 0; column < cells.columns(); column++) {
                String text = cells.text(batch, row, column);
                lines.append(column == 0 ? "" : ",").append(text == null ? "" : quoted(text));
            }
            lines.append("\r\n");
        }
        target.print(lines);
    }

    private String takeHeader() {
        String taken = header;
        header = "";
        return taken;
    }

    private static String quoted(String text) {
        boolean plain = !text.isEmpty()
                && text.indexOf(',') < 0
                && text.indexOf('"') < 0
                && text.indexOf('\n') < 0
                && text.indexOf('\r') < 0;
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    @Override
    public void flush() {
        target.flush();
    }

    @Override
    public void end(long rows) {
        target.print(takeHeader());
        target.flush();
    }
}
