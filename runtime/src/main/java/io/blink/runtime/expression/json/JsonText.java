package io.blink.runtime.expression.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Text as JSON trees and back. Numbers keep their digits. */
final class JsonText {
    static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private JsonText() {}

    /** {@code null} if it is no JSON. */
    static JsonNode parse(byte[] bytes, int from, int length) {
        try {
            JsonNode tree = MAPPER.readTree(bytes, from, length);
            return tree == null || tree.isMissingNode() ? null : tree;
        } catch (JsonProcessingException notJson) {
            return null; // For a function over text this is a value like any other; each says what it makes of it.
        } catch (IOException e) {
            throw new UncheckedIOException("reading from an array", e);
        }
    }

    static byte[] write(JsonNode tree) {
        try {
            return MAPPER.writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            throw new BlinkException(CoreErrorCode.INVALID_ARGUMENT, "A JSON value cannot be written: " + tree, e);
        }
    }

    static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }

    static String unquoted(String text) {
        if (text.length() < 2 || text.charAt(0) != '"' || text.charAt(text.length() - 1) != '"') {
            return text;
        }
        try {
            JsonNode node = MAPPER.readTree(text);
            return node.isTextual() ? node.textValue() : text;
        } catch (JsonProcessingException notJson) {
            return text;
        }
    }

    /** @param kind VALUE, OBJECT, ARRAY or SCALAR */
    static boolean isJson(byte[] bytes, int from, int length, String kind) {
        try (JsonParser parser = MAPPER.getFactory().createParser(bytes, from, length)) {
            JsonToken first = parser.nextToken();
            if (first == null || !isOfKind(first, kind)) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (JsonProcessingException notJson) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("reading from an array", e);
        }
    }

    private static boolean isOfKind(JsonToken first, String kind) {
        return switch (kind) {
            case "OBJECT" -> first == JsonToken.START_OBJECT;
            case "ARRAY" -> first == JsonToken.START_ARRAY;
            case "SCALAR" -> first.isScalarValue();
            default -> true;
        };
    }
}
