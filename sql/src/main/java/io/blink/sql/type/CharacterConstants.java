package io.blink.sql.type;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.NlsString;

/** The lengths of text constants in characters: Calcite counts those beyond the basic plane as two. */
public final class CharacterConstants {
    private CharacterConstants() {}

    /** CHAR of the text's length. */
    public static RelDataType type(NlsString text, RelDataTypeFactory factory) {
        RelDataType counted = SqlUtil.createNlsStringType(factory, text);
        return isCountedRight(text)
                ? counted
                : factory.createTypeWithCharsetAndCollation(
                        factory.createSqlType(SqlTypeName.CHAR, length(text)),
                        counted.getCharset(),
                        counted.getCollation());
    }

    /** Whether each character of the text is one of Java's. */
    static boolean isCountedRight(NlsString text) {
        return length(text) == text.getValue().length();
    }

    static NlsString padded(NlsString text, int length) {
        int missing = Math.max(0, length - length(text));
        return text.copy(text.getValue() + " ".repeat(missing));
    }

    private static int length(NlsString text) {
        String value = text.getValue();
        return value.codePointCount(0, value.length());
    }
}
