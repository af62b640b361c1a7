package io.blink.hive.catalog;

import io.blink.core.error.BlinkException;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import io.blink.hive.HiveErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads the type text of a Hive column:
 *
 * <pre>
 * type   := name [ '(' number [ ',' number ] ')' ] | 'array' '&lt;' type '&gt;' | 'map' '&lt;' type ',' type '&gt;'
 *         | 'struct' '&lt;' field ':' type { ',' field ':' type } '&gt;'
 * </pre>
 *
 * A field name is any text up to its colon.
 */
final class HiveTypeParser {
    private static final int DEPTH_MAX = 64;
    private static final int TIMESTAMP_DIGITS = 9;

    private final String text;
    private final String subject;
    private int position;
    private int depth;

    private HiveTypeParser(String text, String subject) {
        this.text = text;
        this.subject = subject;
    }

    static DataType parse(String text, String subject) {
        HiveTypeParser parser = new HiveTypeParser(text, subject);
        DataType type = parser.type();
        parser.skipBlanks();
        if (parser.position != text.length()) {
            throw parser.malformed("unexpected '" + text.substring(parser.position) + "'");
        }
        return type;
    }

    private DataType type() {
        if (++depth > DEPTH_MAX) {
            throw malformed("nested deeper than " + DEPTH_MAX + " levels");
        }
        DataType type = named(name().toLowerCase(Locale.ROOT));
        depth--;
        return type;
    }

    private DataType named(String name) {
        try {
            return switch (name) {
                case "boolean" -> DataType.of(TypeKind.BOOLEAN);
                case "tinyint" -> DataType.of(TypeKind.TINYINT);
                case "smallint" -> DataType.of(TypeKind.SMALLINT);
                case "int", "integer" -> DataType.of(TypeKind.INT);
                case "bigint" -> DataType.of(TypeKind.BIGINT);
                case "float" -> DataType.of(TypeKind.FLOAT);
                case "double", "double precision" -> DataType.of(TypeKind.DOUBLE);
                case "date" -> DataType.of(TypeKind.DATE);
                case "string" -> DataType.string();
                case "binary" -> DataType.bytes();
                case "timestamp" -> DataType.timestamp(TIMESTAMP_DIGITS);
                case "timestamp with local time zone", "timestamplocaltz" -> DataType.timestampLtz(TIMESTAMP_DIGITS);
                case "decimal", "numeric", "dec" -> decimal();
                case "char" -> DataType.character(parameter());
                case "varchar" -> DataType.varchar(parameter());
                case "array" -> array();
                case "map" -> map();
                case "struct" -> struct();
                default ->
                    throw HiveTypes.unsupported(
                            "Blink does not read the Hive type '" + text + "'",
                            subject,
                            "leave the column out through a view or another table");
            };
        } catch (IllegalArgumentException e) {
            throw malformed(e.getMessage());
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

    private int parameter() {
        expect('(');
        int length = number();
        expect(')');
        return length;
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

    private DataType struct() {
        expect('<');
        List<Field> fields = new ArrayList<>();
        do {
            int colon = text.indexOf(':', position);
            if (colon < 0) {
                throw malformed("a field has no type");
            }
            String name = text.substring(position, colon).strip();
            position = colon + 1;
            fields.add(new Field(name, type()));
        } while (take(','));
        expect('>');
        return DataType.row(fields);
    }

    private String name() {
        skipBlanks();
        int start = position;
        while (position < text.length() && "<>(),:".indexOf(text.charAt(position)) < 0) {
            position++;
        }
        return text.substring(start, position).strip();
    }

    private int number() {
        skipBlanks();
        int start = position;
        while (position < text.length() && Character.isDigit(text.charAt(position))) {
            position++;
        }
        if (start == position || position - start > 9) {
            throw malformed("a number is expected at '" + text.substring(start) + "'");
        }
        return Integer.parseInt(text.substring(start, position));
    }

    private boolean take(char wanted) {
        skipBlanks();
        if (position < text.length() && text.charAt(position) == wanted) {
            position++;
            return true;
        }
        return false;
    }

    private void expect(char wanted) {
        if (!take(wanted)) {
            throw malformed("'" + wanted + "' is expected at '" + text.substring(position) + "'");
        }
    }

    private void skipBlanks() {
        while (position < text.length() && text.charAt(position) == ' ') {
            position++;
        }
    }

    private BlinkException malformed(String why) {
        return new BlinkException(
                HiveErrorCode.UNSUPPORTED_TYPE,
                "The Hive type '" + text + "' (" + subject + ") cannot be read: " + why);
    }
}
