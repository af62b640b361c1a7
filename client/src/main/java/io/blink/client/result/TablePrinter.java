package io.blink.client.result;

import io.blink.core.column.Batch;
import io.blink.core.type.Field;
import java.io.PrintStream;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * Aligned columns. Widths follow the first rows, up to {@link #SAMPLE_ROWS} of them or until nothing comes for a moment; later values that are wider push
 * their line out of shape rather than being cut. Text of more than one line, such as a plan, is printed as it is when it is the only value.
 */
final class TablePrinter implements ResultPrinter {
    private static final int SAMPLE_ROWS = 1000;
    private static final String NULL = "NULL";

    private final PrintStream target;
    private final ZoneId timeZone;
    private final List<String[]> held = new ArrayList<>();
    private List<Field> fields;
    private CellText cells;
    private int[] widths;

    TablePrinter(PrintStream target, ZoneId timeZone) {
        this.target = target;
        this.timeZone = timeZone;
    }

    @Override
    public void begin(List<Field> resultFields) {
        fields = resultFields;
        cells = new CellText(fields, timeZone);
        widths = null;
        held.clear();
    }

    @Override
    public void print(Batch batch) {
        for (int row = 0; row < batch.rowCount(); row++) {
            String[] line = new String[cells.columns()];
            for (int column = 0; column < line.length; column++) {
                String text = cells.text(batch, row, column);
                line[column] = text == null ? NULL : text;
            }
            held.add(line);
        }
        if (widths != null || held.size() >= SAMPLE_ROWS) {
            flush();
        }
    }

    @Override
    public void flush() {
        if (held.isEmpty()) {
            target.flush();
            return;
        }
        if (widths == null) {
            widths = measure();
            border();
            line(fields.stream().map(Field::name).toArray(String[]::new));
            border();
        }
        held.forEach(this::line);
        held.clear();
        target.flush();
    }

    private int[] measure() {
        int[] measured = fields.stream().mapToInt(field -> width(field.name())).toArray();
        for (String[] line : held) {
            for (int i = 0; i < measured.length; i++) {
                measured[i] = Math.max(measured[i], width(line[i]));
            }
        }
        return measured;
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }

    private void border() {
        StringBuilder line = new StringBuilder("+");
        for (int width : widths) {
            line.append("-".repeat(width + 2)).append('+');
        }
        target.println(line);
    }

    private void line(String[] values) {
        StringBuilder line = new StringBuilder("|");
        for (int i = 0; i < values.length; i++) {
            String padding = " ".repeat(Math.max(0, widths[i] - width(values[i])));
            boolean right = fields.get(i).type().kind().isNumeric();
            line.append(' ')
                    .append(right ? padding : "")
                    .append(values[i])
                    .append(right ? "" : padding)
                    .append(" |");
        }
        target.println(line);
    }

    @Override
    public void end(long rows) {
        if (widths == null && held.size() == 1 && held.get(0).length == 1 && held.get(0)[0].indexOf('\n') >= 0) {
            target.println(held.get(0)[0]);
            held.clear();
            target.flush();
            return;
        }
        flush();
        if (widths != null) {
            border();
        }
        target.println(rows == 1 ? "1 row" : rows + " rows");
        target.flush();
    }
}
