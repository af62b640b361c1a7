package io.blink.core.spi.catalog;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Partition folders as Hive names them: {@code key=value/key=value}, special characters as {@code %XX}, NULL as a name of its own. */
public final class PartitionPath {
    /** Hive's folder for NULL and, there, the empty string. */
    public static final String NULL_NAME = "__HIVE_DEFAULT_PARTITION__";

    private static final String SPECIAL = "\"#%'*/:=?\\\u007F{}[]^";

    private PartitionPath() {}

    /** The folders of these values, in order, without slashes at the ends; {@code null} values are NULL. */
    public static String format(Map<String, String> values) {
        StringBuilder path = new StringBuilder();
        values.forEach((key, value) -> {
            path.append(path.isEmpty() ? "" : "/").append(escape(key)).append('=');
            path.append(value == null || value.isEmpty() ? NULL_NAME : escape(value));
        });
        return path.toString();
    }

    /** The values that the folders name, in order; parts without {@code =} are passed over. */
    public static Map<String, String> parse(String path) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String part : path.split("/")) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                String value = part.substring(equals + 1);
                values.put(unescape(part.substring(0, equals)), value.equals(NULL_NAME) ? null : unescape(value));
            }
        }
        return values;
    }

    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || SPECIAL.indexOf(c) >= 0) {
                escaped.append(String.format("%%%02X", (int) c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }

    private static String unescape(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] plain = new byte[bytes.length];
        int length = 0;
        for (int i = 0; i < bytes.length; i++) {
            int code = bytes[i] == '%' && i + 2 < bytes.length ? hex(bytes[i + 1], bytes[i + 2]) : -1;
            plain[length++] = code < 0 ? bytes[i] : (byte) code;
            i += code < 0 ? 0 : 2;
        }
        return new String(plain, 0, length, StandardCharsets.UTF_8);
    }

    private static int hex(byte high, byte low) {
        int upper = Character.digit(high, 16);
        int lower = Character.digit(low, 16);
        return upper < 0 || lower < 0 ? -1 : upper * 16 + lower;
    }
}
