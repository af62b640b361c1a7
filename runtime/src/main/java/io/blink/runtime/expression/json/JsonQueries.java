package io.blink.runtime.expression.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.blink.core.column.ByteColumn;
import io.blink.core.column.BytesColumnBuilder;
import io.blink.core.column.Column;
import io.blink.core.error.BlinkException;
import io.blink.runtime.expression.kernel.BytesArgument;
import io.blink.runtime.expression.kernel.CallSite;
import io.blink.runtime.expression.kernel.NullFlags;
import java.nio.charset.StandardCharsets;

/**
 * JSON_VALUE, JSON_QUERY, JSON_EXISTS and GET_JSON_OBJECT, as SQL:2016 has them: where the text is no JSON, or a strict path finds nothing or the wrong kind of
 * value, ON ERROR; where a lax path does, ON EMPTY. A JSON null is SQL's NULL.
 */
final class JsonQueries {
    private static final int VALUE_EMPTY = 2;
    private static final int VALUE_ERROR = 4;
    private static final int QUERY_EMPTY = 3;
    private static final int QUERY_ERROR = 4;

    private final CallSite site;
    private final JsonPathCache paths;

    JsonQueries(CallSite site) {
        this.site = site;
        this.paths = new JsonPathCache(site);
    }

    private enum Outcome {
        FOUND,
        EMPTY,
        ERROR
    }

    /** text, path, on empty, its default, on error, its default. */
    Column value(Column[] arguments, boolean[] ignored, int rows) {
        BytesArgument texts = BytesArgument.of(arguments[0]);
        BytesArgument pathTexts = BytesArgument.of(arguments[1]);
        BytesColumnBuilder result = new BytesColumnBuilder(rows);
        boolean[] nulls = NullFlags.union(new Column[] {arguments[0].flat(), arguments[1].flat()}, rows);
        for (int row = 0; row < rows; row++) {
            if (NullFlags.at(nulls, row)) {
                result.appendNull();
                continue;
            }
            JsonPathCache.Path path = paths.of(pathTexts.string(row));
            JsonNode tree = JsonText.parse(texts.bytes(), texts.start(row), texts.length(row));
            JsonNode found = tree == null ? null : path.find(tree);
            boolean scalar = found != null && found.isValueNode();
            if (tree == null || (!scalar && path.strict())) {
                otherwise(arguments, VALUE_ERROR, row, texts, result);
            } else if (!scalar) {
                otherwise(arguments, VALUE_EMPTY, row, texts, result);
            } else if (found.isNull()) {
                result.appendNull();
            } else {
                JsonFunctions.append(result, found.asText());
            }
        }
        return result.build();
    }

    private void otherwise(Column[] arguments, int mode, int row, BytesArgument texts, BytesColumnBuilder result) {
        switch (site.constantText(mode)) {
            case "ERROR" -> throw failure(mode == VALUE_EMPTY, texts.string(row));
            case "DEFAULT" -> result.append(arguments[mode + 1], row);
            default -> result.appendNull();
        }
    }

    private BlinkException failure(boolean empty, String text) {
        String what = empty
                ? "the path finds no such value in '"
                : "the text is no JSON, or the strict path does not fit it: '";
        return site.invalidArgument(what + (text.length() > 120 ? text.substring(0, 120) + "…" : text) + "'", null);
    }

    /** text, path, wrapper, on empty, on error. */
    Column query(Column[] arguments, boolean[] nulls, int rows) {
        BytesArgument texts = BytesArgument.of(arguments[0]);
        BytesArgument pathTexts = BytesArgument.of(arguments[1]);
        String wrapper = site.constantText(2);
        BytesColumnBuilder result = new BytesColumnBuilder(rows);
        for (int row = 0; row < rows; row++) {
            if (NullFlags.at(nulls, row)) {
                result.appendNull();
                continue;
            }
            JsonPathCache.Path path = paths.of(pathTexts.string(row));
            JsonNode tree = JsonText.parse(texts.bytes(), texts.start(row), texts.length(row));
            JsonNode found = tree == null ? null : wrapped(path.find(tree), wrapper);
            boolean nested = found != null && found.isContainerNode();
            if (nested) {
                JsonFunctions.append(result, JsonText.write(found));
            } else if (tree == null || path.strict()) {
                instead(QUERY_ERROR, texts, row, result);
            } else {
                instead(QUERY_EMPTY, texts, row, result);
            }
        }
        return result.build();
    }

    private static JsonNode wrapped(JsonNode found, String wrapper) {
        boolean wraps = wrapper.equals("WITH_UNCONDITIONAL_ARRAY")
                || (wrapper.equals("WITH_CONDITIONAL_ARRAY") && found != null && !found.isContainerNode());
        if (!wraps || found == null) {
            return found;
        }
        ArrayNode array = JsonText.MAPPER.createArrayNode();
        return array.add(found);
    }

    private void instead(int mode, BytesArgument texts, int row, BytesColumnBuilder result) {
        switch (site.constantText(mode)) {
            case "ERROR" -> throw failure(mode == QUERY_EMPTY, texts.string(row));
            case "EMPTY_ARRAY" -> JsonFunctions.append(result, "[]");
            case "EMPTY_OBJECT" -> JsonFunctions.append(result, "{}");
            default -> result.appendNull();
        }
    }

    /** text, path, on error. */
    Column exists(Column[] arguments, boolean[] nulls, int rows) {
        BytesArgument texts = BytesArgument.of(arguments[0]);
        BytesArgument pathTexts = BytesArgument.of(arguments[1]);
        byte[] truth = new byte[rows];
        boolean[] unknown = NullFlags.copy(nulls, rows);
        for (int row = 0; row < rows; row++) {
            if (NullFlags.at(nulls, row)) {
                continue;
            }
            Outcome outcome = outcome(texts, pathTexts, row);
            String onError = site.constantText(2);
            if (outcome == Outcome.ERROR && onError.equals("ERROR")) {
                throw failure(false, texts.string(row));
            }
            unknown[row] = outcome == Outcome.ERROR && onError.equals("UNKNOWN");
            boolean is = outcome == Outcome.FOUND || (outcome == Outcome.ERROR && onError.equals("TRUE"));
            truth[row] = (byte) (is ? 1 : 0);
        }
        return new ByteColumn(rows, truth, unknown);
    }

    private Outcome outcome(BytesArgument texts, BytesArgument pathTexts, int row) {
        JsonPathCache.Path path = paths.of(pathTexts.string(row));
        JsonNode tree = JsonText.parse(texts.bytes(), texts.start(row), texts.length(row));
        if (tree != null && path.find(tree) != null) {
            return Outcome.FOUND;
        }
        return tree == null || path.strict() ? Outcome.ERROR : Outcome.EMPTY;
    }

    /** Hive's: scalars as text, the others as JSON, NULL for whatever is not there. */
    Column object(Column[] arguments, boolean[] nulls, int rows) {
        BytesArgument texts = BytesArgument.of(arguments[0]);
        BytesArgument pathTexts = BytesArgument.of(arguments[1]);
        BytesColumnBuilder result = new BytesColumnBuilder(rows);
        for (int row = 0; row < rows; row++) {
            JsonNode tree = NullFlags.at(nulls, row)
                    ? null
                    : JsonText.parse(texts.bytes(), texts.start(row), texts.length(row));
            JsonNode found =
                    tree == null ? null : paths.of(pathTexts.string(row)).find(tree);
            if (found == null || found.isNull()) {
                result.appendNull();
            } else {
                JsonFunctions.append(
                        result,
                        found.isValueNode() ? found.asText().getBytes(StandardCharsets.UTF_8) : JsonText.write(found));
            }
        }
        return result.build();
    }
}
