package io.blink.runtime.expression.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.blink.core.column.ArrayColumn;
import io.blink.core.column.BytesColumnBuilder;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnBuilder;
import io.blink.core.column.IntColumnBuilder;
import io.blink.runtime.expression.kernel.BytesArgument;
import io.blink.runtime.expression.kernel.NullFlags;
import java.util.Iterator;

/** JSON_ARRAY_LENGTH and JSON_OBJECT_KEYS: what the outermost value of a text has; NULL for other values and for what is no JSON. */
final class JsonShapes {
    private JsonShapes() {}

    static void arrayLength(Column[] arguments, int row, ColumnBuilder out) {
        BytesArgument texts = BytesArgument.of(arguments[0]);
        JsonNode tree = JsonText.parse(texts.bytes(), texts.start(row), texts.length(row));
        if (tree == null || !tree.isArray()) {
            out.appendNull();
        } else {
            ((IntColumnBuilder) out).append(tree.size());
        }
    }

    static Column objectKeys(Column[] arguments, boolean[] nulls, int rows) {
        BytesArgument texts = BytesArgument.of(arguments[0]);
        BytesColumnBuilder keys = new BytesColumnBuilder(rows);
        int[] offsets = new int[rows + 1];
        boolean[] none = NullFlags.copy(nulls, rows);
        for (int row = 0; row < rows; row++) {
            JsonNode tree = none[row] ? null : JsonText.parse(texts.bytes(), texts.start(row), texts.length(row));
            none[row] = tree == null || !tree.isObject();
            offsets[row + 1] = offsets[row];
            if (!none[row]) {
                Iterator<String> names = tree.fieldNames();
                while (names.hasNext()) {
                    JsonFunctions.append(keys, names.next());
                    offsets[row + 1]++;
                }
            }
        }
        return new ArrayColumn(rows, keys.build(), offsets, none);
    }
}
