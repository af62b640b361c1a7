package io.blink.runtime.expression.json;

import io.blink.core.column.ByteColumn;
import io.blink.core.column.BytesColumn;
import io.blink.core.column.BytesColumnBuilder;
import io.blink.core.column.Column;
import io.blink.runtime.expression.kernel.BytesArgument;
import io.blink.runtime.expression.kernel.CallSite;
import io.blink.runtime.expression.kernel.Kernel;
import io.blink.runtime.expression.kernel.NullFlags;
import io.blink.runtime.expression.kernel.RowFunctionKernel;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;

/** Makes the kernels of JSON functions. */
public final class JsonFunctions {
    private JsonFunctions() {}

    /** {@code null} for other functions. */
    public static Kernel create(CallSite site, ZoneId timeZone) {
        return switch (site.function()) {
            case JSON_VALUE -> new JsonQueries(site)::value;
            case JSON_QUERY -> new JsonQueries(site)::query;
            case JSON_EXISTS -> new JsonQueries(site)::exists;
            case GET_JSON_OBJECT -> new JsonQueries(site)::object;
            case JSON_OBJECT -> new JsonConstruction(site, timeZone)::object;
            case JSON_ARRAY -> new JsonConstruction(site, timeZone)::array;
            case JSON_STRING -> new JsonConstruction(site, timeZone)::text;
            case IS_JSON -> (arguments, nulls, rows) -> isJson(site, arguments, nulls, rows);
            case JSON_QUOTE -> JsonFunctions::quote;
            case JSON_UNQUOTE -> JsonFunctions::unquote;
            case JSON_ARRAY_LENGTH -> new RowFunctionKernel(site.type(), JsonShapes::arrayLength);
            case JSON_OBJECT_KEYS -> JsonShapes::objectKeys;
            default -> null;
        };
    }

    private static Column isJson(CallSite site, Column[] arguments, boolean[] nulls, int rows) {
        BytesArgument texts = BytesArgument.of(arguments[0]);
        String kind = site.constantText(1);
        byte[] truth = new byte[rows];
        for (int row = 0; row < rows; row++) {
            boolean is = !NullFlags.at(nulls, row)
                    && JsonText.isJson(texts.bytes(), texts.start(row), texts.length(row), kind);
            truth[row] = (byte) (is ? 1 : 0);
        }
        return new ByteColumn(rows, truth, nulls);
    }

    private static Column quote(Column[] arguments, boolean[] nulls, int rows) {
        BytesArgument texts = BytesArgument.of(arguments[0]);
        BytesColumnBuilder result = new BytesColumnBuilder(rows);
        for (int row = 0; row < rows; row++) {
            if (NullFlags.at(nulls, row)) {
                result.appendNull();
            } else {
                append(result, JsonText.quoted(texts.string(row)));
            }
        }
        return result.build();
    }

    /** What is no JSON string stays as it is. */
    private static Column unquote(Column[] arguments, boolean[] nulls, int rows) {
        BytesArgument texts = BytesArgument.of(arguments[0]);
        BytesColumnBuilder result = new BytesColumnBuilder(rows);
        for (int row = 0; row < rows; row++) {
            if (NullFlags.at(nulls, row)) {
                result.appendNull();
            } else {
                append(result, JsonText.unquoted(texts.string(row)));
            }
        }
        return (BytesColumn) result.build();
    }

    static void append(BytesColumnBuilder result, String text) {
        append(result, text.getBytes(StandardCharsets.UTF_8));
    }

    static void append(BytesColumnBuilder result, byte[] bytes) {
        result.append(bytes, 0, bytes.length);
    }
}
