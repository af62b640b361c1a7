package io.blink.client.result;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.blink.core.column.Batch;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import java.io.PrintStream;
import java.time.ZoneId;
import java.util.List;

/** One object a line: numbers and booleans as such, nested values as JSON, everything else as strings. */
final class JsonPrinter implements ResultPrinter {
    private final PrintStream target;
    private final ZoneId timeZone;
    private List<Field> fields;
    private CellText cells;

    JsonPrinter(PrintStream target, ZoneId timeZone) {
        this.target = target;
        this.timeZone = timeZone;
    }

    @Override
    public void begin(List<Field> resultFields) {
        fields = resultFields;
        cells = new CellText(fields, timeZone);
    }

    @Override
    public void print(Batch batch) {
        StringBuilder lines = new StringBuilder();
        for (int row = 0; row < batch.rowCount(); row++) {
            lines.append('{');
            for (int column = 0; column < cells.columns(); column++) {
                lines.append(column == 0 ? "" : ",");
                appendString(fields.get(column).name(), lines);
                lines.append(':');
                appendValue(fields.get(column).type(), cells.text(batch, row, column), lines);
            }
            lines.append("}\n");
        }
        target.print(lines);
    }

    private static void appendValue(DataType type, String text, StringBuilder out) {
        TypeKind kind = type.kind();
        if (text == null) {
            out.append("null");
        } else if (kind == TypeKind.BOOLEAN) {
            out.append(text.toLowerCase(java.util.Locale.ROOT));
        } else if (kind == TypeKind.ARRAY || kind == TypeKind.MAP || kind == TypeKind.ROW) {
            out.append(text);
        } else if (kind.isNumeric() && !text.equals("NaN") && !text.endsWith("Infinity")) {
            out.append(text);
        } else {
            appendString(text, out);
        }
    }

    private static void appendString(String text, StringBuilder out) {
        out.append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, out);
        out.append('"');
    }

    @Override
    public void flush() {
        target.flush();
    }

    @Override
    public void end(long rows) {
        target.flush();
    }
}
