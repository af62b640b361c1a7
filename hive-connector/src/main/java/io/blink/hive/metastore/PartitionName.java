package io.blink.hive.metastore;

import io.blink.core.error.BlinkException;
import io.blink.hive.HiveErrorCode;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * Hive's spelling of a partition, used in the metastore and as its folder below the table: {@code key=value} joined by {@code /}, where characters that
 * a path or the spelling itself could mistake are written {@code %XX}.
 */
public final class PartitionName {
    /** Stands for NULL, and for the empty string, which Hive cannot tell from NULL in a partition key. */
    public static final String NULL_VALUE = "__HIVE_DEFAULT_PARTITION__";

    private static final BitSet ESCAPED = new BitSet(128);

    static {
        ESCAPED.set(0x01, 0x20);
        "\"#%'*/:=?\\\u007F{[]^".chars().forEach(ESCAPED::set);
    }

    private PartitionName() {}

    /** The name for these values; columns in the order of the table. */
    public static String of(List<String> columns, List<String> values) {
        if (columns.size() != values.size()) {
            throw new BlinkException(
                    HiveErrorCode.INVALID_PARTITION_VALUE,
                    "Partition values " + values + " do not fit the " + columns.size() + " partition columns "
                            + columns);
        }
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < columns.size(); i++) {
            if (i > 0) {
                name.append('/');
            }
            escape(columns.get(i).toLowerCase(Locale.ROOT), name);
            name.append('=');
            String value = values.get(i);
            escape(value == null || value.isEmpty() ? NULL_VALUE : value, name);
        }
        return name.toString();
    }

    /** The values of a name, unescaped. */
    public static List<String> values(String name) {
        List<String> values = new ArrayList<>();
        for (String part : name.split("/", -1)) {
            int equals = part.indexOf('=');
            if (equals < 0) {
                throw new BlinkException(
                        HiveErrorCode.INVALID_PARTITION_VALUE,
                        "Partition name " + name + " is not of the form key=value/key=value");
            }
            values.add(unescape(part.substring(equals + 1)));
        }
        return List.copyOf(values);
    }

    private static void escape(String text, StringBuilder target) {
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (ESCAPED.get(character)) {
                target.append('%').append(HexFormat.of().withUpperCase().toHexDigits((byte) character));
            } else {
                target.append(character);
            }
        }
    }

    /** Undoes the escaping; a stray {@code %} stands for itself, as in Hive. */
    static String unescape(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == '%' && isHex(text, i + 1)) {
                plain.append((char) HexFormat.fromHexDigits(text, i + 1, i + 3));
                i += 2;
            } else {
                plain.append(character);
            }
        }
        return plain.toString();
    }

    private static boolean isHex(String text, int from) {
        return from + 2 <= text.length()
                && HexFormat.isHexDigit(text.charAt(from))
                && HexFormat.isHexDigit(text.charAt(from + 1));
    }
}
