package io.blink.runtime.expression.nested;

import io.blink.core.column.ArrayColumn;
import io.blink.core.column.BytesColumn;
import io.blink.core.column.BytesColumnBuilder;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnText;
import io.blink.core.column.TextBuffer;
import io.blink.core.type.DataType;
import io.blink.runtime.expression.kernel.BytesArgument;
import io.blink.runtime.expression.kernel.NullFlags;
import java.time.ZoneId;
import java.util.Arrays;

/** Arrays as one text and back. */
final class ArrayText {
    private final ColumnText texts;
    private final boolean strings;
    private final TextBuffer buffer = new TextBuffer();

    ArrayText(DataType element, ZoneId timeZone) {
        texts = new ColumnText(element, timeZone);
        strings = element.kind().isCharacter();
    }

    Column join(Column[] arguments, boolean[] nulls, int rows) {
        ArrayArgument arrays = ArrayArgument.of(arguments[0]);
        BytesArgument delimiters = BytesArgument.of(arguments[1]);
        BytesArgument replacements = arguments.length > 2 ? BytesArgument.of(arguments[2]) : null;
        BytesColumnBuilder result = new BytesColumnBuilder(rows);
        for (int row = 0; row < rows; row++) {
            if (NullFlags.at(nulls, row)) {
                result.appendNull();
            } else {
                join(arrays, delimiters, replacements, row);
                result.append(buffer.bytes(), 0, buffer.length());
            }
        }
        return result.build();
    }

    private void join(ArrayArgument arrays, BytesArgument delimiters, BytesArgument replacements, int row) {
        buffer.clear();
        boolean first = true;
        Column elements = arrays.elements().flat();
        for (int place = arrays.start(row); place < arrays.end(row); place++) {
            boolean missing = elements.isNull(place);
            if (missing && replacements == null) {
                continue;
            }
            if (!first) {
                append(delimiters, row);
            }
            first = false;
            if (missing) {
                append(replacements, row);
            } else if (strings) {
                BytesColumn bytes = (BytesColumn) elements;
                buffer.append(bytes.bytes(), bytes.offset(place), bytes.length(place));
            } else {
                texts.append(elements, place, buffer);
            }
        }
    }

    private void append(BytesArgument argument, int row) {
        buffer.append(argument.bytes(), argument.start(row), argument.length(row));
    }

    /** An empty delimiter cuts nothing; an empty text gives one empty element. */
    static Column split(Column[] arguments, boolean[] nulls, int rows) {
        BytesArgument texts = BytesArgument.of(arguments[0]);
        BytesArgument delimiters = BytesArgument.of(arguments[1]);
        BytesColumnBuilder parts = new BytesColumnBuilder(rows * 2);
        int[] offsets = new int[rows + 1];
        int count = 0;
        for (int row = 0; row < rows; row++) {
            if (!NullFlags.at(nulls, row)) {
                count += split(texts, delimiters, row, parts);
            }
            offsets[row + 1] = count;
        }
        return new ArrayColumn(rows, parts.build(), offsets, nulls);
    }

    private static int split(BytesArgument texts, BytesArgument delimiters, int row, BytesColumnBuilder parts) {
        int length = delimiters.length(row);
        int begin = texts.start(row);
        int count = 1;
        for (int at = begin; length > 0 && at + length <= texts.end(row); at++) {
            if (Arrays.equals(
                    texts.bytes(), at, at + length, delimiters.bytes(), delimiters.start(row), delimiters.end(row))) {
                parts.append(texts.bytes(), begin, at - begin);
                count++;
                begin = at + length;
                at = begin - 1;
            }
        }
        parts.append(texts.bytes(), begin, texts.end(row) - begin);
        return count;
    }
}
