package io.blink.runtime.expression.json;

import io.blink.core.column.BytesColumn;
import io.blink.core.column.BytesColumnBuilder;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnText;
import io.blink.core.column.TextBuffer;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.runtime.expression.kernel.CallSite;
import io.blink.runtime.expression.kernel.NullFlags;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * JSON made of values: JSON_OBJECT, JSON_ARRAY and JSON_STRING. The first two have as first argument a constant with a letter for NULL (N: kept, A: left
 * out) and then one for each value (v: a value, j: text that is JSON already).
 */
final class JsonConstruction {
    private final CallSite site;
    private final List<ColumnText> texts = new ArrayList<>();
    private final TextBuffer buffer = new TextBuffer();

    JsonConstruction(CallSite site, ZoneId timeZone) {
        this.site = site;
        for (int i = 0; i < site.call().arguments().size(); i++) {
            texts.add(new ColumnText(site.argumentType(i), timeZone));
        }
    }

    Column object(Column[] arguments, boolean[] nulls, int rows) {
        return made(arguments, rows, 2, '{', '}');
    }

    Column array(Column[] arguments, boolean[] nulls, int rows) {
        return made(arguments, rows, 1, '[', ']');
    }

    private Column made(Column[] arguments, int rows, int step, char open, char close) {
        String format = site.constantText(0);
        Column[] flat = new Column[arguments.length];
        for (int i = 1; i < flat.length; i++) {
            flat[i] = arguments[i].flat();
        }
        BytesColumnBuilder result = new BytesColumnBuilder(rows);
        for (int row = 0; row < rows; row++) {
            buffer.clear().append(open);
            boolean first = true;
            for (int i = 1; i < flat.length; i += step) {
                Column value = flat[i + step - 1];
                if (value.isNull(row) && format.charAt(0) == 'A') {
                    continue;
                }
                if (!first) {
                    buffer.append(',');
                }
                first = false;
                if (step == 2) {
                    key(flat[i], row);
                }
                append(value, i + step - 1, row, format.charAt((i - 1) / step + 1) == 'j');
            }
            buffer.append(close);
            result.append(buffer.bytes(), 0, buffer.length());
        }
        return result.build();
    }

    private void key(Column keys, int row) {
        if (keys.isNull(row)) {
            throw site.invalidArgument("a key is NULL", null);
        }
        buffer.append(JsonText.quoted(((BytesColumn) keys).string(row))).append(':');
    }

    Column text(Column[] arguments, boolean[] nulls, int rows) {
        Column flat = arguments[0].flat();
        BytesColumnBuilder result = new BytesColumnBuilder(rows);
        for (int row = 0; row < rows; row++) {
            if (NullFlags.at(nulls, row) || flat.isNull(row)) {
                result.appendNull();
            } else {
                buffer.clear();
                append(flat, 0, row, false);
                result.append(buffer.bytes(), 0, buffer.length());
            }
        }
        return result.build();
    }

    private void append(Column column, int argument, int row, boolean json) {
        DataType type = site.argumentType(argument);
        if (column.isNull(row) || type.kind() == TypeKind.NULL) {
            buffer.append("null");
            return;
        }
        boolean plain = json || type.kind().isNumeric() || !type.fields().isEmpty();
        if (type.kind() == TypeKind.BOOLEAN) {
            buffer.append(text(column, argument, row).toLowerCase(Locale.ROOT));
        } else if (type.kind().isCharacter() && !json) {
            buffer.append(JsonText.quoted(((BytesColumn) column).string(row)));
        } else if (plain) {
            texts.get(argument).append(column, row, buffer);
        } else {
            buffer.append(JsonText.quoted(text(column, argument, row)));
        }
    }

    private String text(Column column, int argument, int row) {
        TextBuffer single = new TextBuffer();
        texts.get(argument).append(column, row, single);
        return new String(single.bytes(), 0, single.length(), java.nio.charset.StandardCharsets.UTF_8);
    }
}
