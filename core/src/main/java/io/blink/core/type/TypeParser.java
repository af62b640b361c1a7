package io.blink.core.type;

import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads the SQL spelling of a type: Flink's names and Hive's ({@code array<..>}, {@code map<..>}, {@code struct<name:type>}), case-insensitive.
 * Recursive descent; depth is bounded so that hostile input cannot exhaust the stack.
 */
final class TypeParser {
    private static final int MAX_DEPTH = 64;

    private final String text;
    private int position;
    private int depth;

    private TypeParser(String text) {
        this.text = text;
    }

    static DataType parse(String text) {
        TypeParser parser = new TypeParser(text);
        DataType type = parser.type();
        parser.skipBlanks();
        if (parser.position < text.length()) {
            throw parser.error("unexpected '" + text.substring(parser.position) + "'");
        }
        return type;
    }

    private DataType type() {
        if (++depth > MAX_DEPTH) {
            throw error("nested deeper than " + MAX_DEPTH + " levels");
        }
        String name = word().toUpperCase(Locale.ROOT);
        DataType type = named(name);
        depth--;
        if (takeWord("NOT")) {
            expectWord("NULL");
            return type.withNullable(false);
        }
        takeWord("NULL");
        return type;
    }

    private DataType named(String name) {
        try {
            return switch (name) {
                case "BOOLEAN" -> DataType.of(TypeKind.BOOLEAN);
                case "TINYINT" -> DataType.of(TypeKind.TINYINT);
                case "SMALLINT" -> DataType.of(TypeKind.SMALLINT);
                case "INT", "INTEGER" -> DataType.of(TypeKind.INT);
                case "BIGINT" -> DataType.of(TypeKind.BIGINT);
                case "FLOAT" -> DataType.of(TypeKind.FLOAT);
                case "DOUBLE" -> {
                    takeWord("PRECISION");
                    yield DataType.of(TypeKind.DOUBLE);
                }
                case "DECIMAL", "DEC", "NUMERIC" -> decimal();
                case "CHAR" -> DataType.character(parameter(1));
                case "VARCHAR" -> DataType.varchar(parameter(DataType.UNBOUNDED));
                case "STRING" -> DataType.string();
                case "BINARY" -> DataType.binary(parameter(1));
                case "VARBINARY" -> DataType.varbinary(parameter(DataType.UNBOUNDED));
                case "BYTES" -> DataType.bytes();
                case "DATE" -> DataType.of(TypeKind.DATE);
                case "TIME" -> DataType.time(parameter(0));
                case "TIMESTAMP" -> timestamp();
                case "TIMESTAMP_LTZ" -> DataType.timestampLtz(parameter(6));
                case "INTERVAL" -> interval();
                case "ARRAY" -> array();
                case "MAP" -> map();
                case "ROW", "STRUCT" -> row();
                case "NULL" -> DataType.of(TypeKind.NULL);
                default -> throw error("unknown type " + name);
            };
        } catch (IllegalArgumentException e) {
            throw error(e.getMessage());
        }
    }

    private DataType decimal() {
        if (!take('(')) {
            return DataType.decimal(10, 0);
        }
        int precision = number();
        int scale = take(',') ? number() : 0;
        expect(')');
        return DataType.decimal(precision, scale);
    }

    private DataType timestamp() {
        int precision = parameter(6);
        if (takeWord("WITH")) {
            expectWord("LOCAL");
            expectWord("TIME");
            expectWord("ZONE");
            return DataType.timestampLtz(precision);
        }
        if (takeWord("WITHOUT")) {
            expectWord("TIME");
            expectWord("ZONE");
        }
        return DataType.timestamp(precision);
    }

    private DataType interval() {
        String from = word().toUpperCase(Locale.ROOT);
        if (takeWord("TO")) {
            word();
        }
        return DataType.of(
                from.equals("YEAR") || from.equals("MONTH")
                        ? TypeKind.INTERVAL_YEAR_MONTH
                        : TypeKind.INTERVAL_DAY_TIME);
    }

    private DataType array() {
        expect('<');
        DataType element = type();
        expect('>');
        return DataType.array(element);
    }

    private DataType map() {
        expect('<');
        DataType key = type();
        expect(',');
        DataType value = type();
        expect('>');
        return DataType.map(key, value);
    }

    private DataType row() {
        char close = take('(') ? ')' : '>';
        if (close == '>') {
            expect('<');
        }
        List<Field> fields = new ArrayList<>();
        do {
            String name = word();
            take(':');
            fields.add(new Field(name, type()));
        } while (take(','));
        expect(close);
        return DataType.row(fields);
    }

    private int parameter(int otherwise) {
        if (!take('(')) {
            return otherwise;
        }
        int value = number();
        expect(')');
        return value;
    }

    private int number() {
        skipBlanks();
        int start = position;
        while (position < text.length() && Character.isDigit(text.charAt(position))) {
            position++;
        }
        try {
            return Integer.parseInt(text.substring(start, position));
        } catch (NumberFormatException e) {
            throw error("a number is expected");
        }
    }

    private String word() {
        skipBlanks();
        if (position < text.length() && text.charAt(position) == '`') {
            return quotedWord();
        }
        int start = position;
        while (position < text.length() && isWordPart(text.charAt(position))) {
            position++;
        }
        if (start == position) {
            throw error("a name is expected");
        }
        return text.substring(start, position);
    }

    private String quotedWord() {
        StringBuilder word = new StringBuilder();
        for (position++; position < text.length(); position++) {
            char c = text.charAt(position);
            if (c == '`') {
                if (position + 1 < text.length() && text.charAt(position + 1) == '`') {
                    position++;
                } else {
                    position++;
                    return word.toString();
                }
            }
            word.append(c);
        }
        throw error("a quoted name is not closed");
    }

    private boolean takeWord(String expected) {
        skipBlanks();
        int end = position + expected.length();
        if (!text.regionMatches(true, position, expected, 0, expected.length())
                || (end < text.length() && isWordPart(text.charAt(end)))) {
            return false;
        }
        position = end;
        return true;
    }

    private void expectWord(String expected) {
        if (!takeWord(expected)) {
            throw error(expected + " is expected");
        }
    }

    private boolean take(char expected) {
        skipBlanks();
        if (position < text.length() && text.charAt(position) == expected) {
            position++;
            return true;
        }
        return false;
    }

    private void expect(char expected) {
        if (!take(expected)) {
            throw error("'" + expected + "' is expected");
        }
    }

    private void skipBlanks() {
        while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
    }

    private static boolean isWordPart(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }

    private BlinkException error(String what) {
        return new BlinkException(
                CoreErrorCode.INVALID_ARGUMENT, "Type '" + text + "', column " + (position + 1) + ": " + what);
    }
}
