package io.blink.runtime.operator.hashtable;

import io.blink.core.column.Column;
import io.blink.core.column.ConstantColumn;
import io.blink.core.column.DictionaryColumn;
import io.blink.core.column.IntColumn;
import io.blink.core.type.DataType;
import io.blink.core.type.PhysicalType;
import io.blink.core.type.TypeKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Keys as integers: strings are the number of their value, or of their tuple where several columns have the same ids, among the different ones that came. The first batch decides
 * which columns make a tuple. Of use while strings come in dictionaries.
 */
final class KeyCodes {
    private static final DataType CODE = DataType.of(TypeKind.INT).withNullable(false);

    private final List<DataType> types;
    /** What stands for the keys: an integer column of theirs, or codes of some; {@code null} before the first batch. */
    private List<Part> parts;

    /** @param column of integers, or the first one of {@code codes} */
    private record Part(int column, EntryCodes codes) {}

    KeyCodes(List<DataType> types) {
        this.types = types;
    }

    static boolean supports(List<DataType> types) {
        return types.stream().anyMatch(KeyCodes::isString)
                && types.stream().allMatch(type -> isString(type) || KeyRanges.supports(List.of(type)));
    }

    private static boolean isString(DataType type) {
        return type.physicalType() == PhysicalType.BYTES;
    }

    /** Decides how the keys become integers, if that is not decided. @return into how many integers; -1 if they cannot */
    int arrange(Column[] keys) {
        if (parts == null) {
            parts = parts(keys);
        }
        return parts == null ? -1 : parts.size();
    }

    /** Into how many integers keys become, once that is decided. */
    int integers() {
        return parts.size();
    }

    private List<Part> parts(Column[] keys) {
        List<Part> found = new ArrayList<>();
        boolean[] taken = new boolean[keys.length];
        for (int k = 0; k < keys.length; k++) {
            if (!isString(types.get(k))) {
                found.add(new Part(k, null));
            } else if (!(keys[k] instanceof DictionaryColumn || keys[k] instanceof ConstantColumn)) {
                return null;
            } else if (!taken[k]) {
                int[] tuple = tuple(keys, k);
                Arrays.stream(tuple).forEach(column -> taken[column] = true);
                found.add(new Part(k, new EntryCodes(tuple, types)));
            }
        }
        return found;
    }

    /** The string columns from {@code first} on that have its ids. */
    private int[] tuple(Column[] keys, int first) {
        return IntStream.range(first, keys.length)
                .filter(k -> k == first || isString(types.get(k)) && EntryCodes.shareIds(keys, new int[] {first, k}))
                .toArray();
    }

    /** The keys of new rows as integers; {@code null} if they are no longer to be coded. */
    Column[] code(Column[] keys, int rows) {
        Column[] coded = new Column[parts.size()];
        for (int p = 0; p < coded.length; p++) {
            Part part = parts.get(p);
            coded[p] = part.codes() == null ? keys[part.column()] : part.codes().code(keys, rows);
            if (coded[p] == null) {
                return null;
            }
        }
        return coded;
    }

    /** Flat keys, new ones included. */
    Column[] codeFlat(Column[] keys, int rows) {
        return parts.stream()
                .map(part -> part.codes() == null
                        ? keys[part.column()]
                        : part.codes().codeFlat(keys, rows))
                .toArray(Column[]::new);
    }

    /** The types of the integers that keys become, once that is decided. */
    List<DataType> integerTypes() {
        return parts.stream()
                .map(part -> part.codes() == null ? types.get(part.column()) : CODE)
                .toList();
    }

    /** Columns that take as much room as {@link #code} of these rows will. */
    Column[] placeholders(Column[] keys, int rows) {
        Column code = new ConstantColumn(rows, new IntColumn(1, new int[1], null));
        return parts.stream()
                .map(part -> part.codes() == null ? keys[part.column()] : code)
                .toArray(Column[]::new);
    }

    /** The keys that these integers stand for. */
    List<Column> decode(List<Column> integers, int rows) {
        Column[] keys = new Column[types.size()];
        for (int p = 0; p < parts.size(); p++) {
            Part part = parts.get(p);
            if (part.codes() == null) {
                keys[part.column()] = integers.get(p);
            } else {
                int[] codes = ((IntColumn) integers.get(p)).values();
                int[] columns = part.codes().columns();
                List<Column> decoded = part.codes().decode(codes, rows);
                for (int k = 0; k < columns.length; k++) {
                    keys[columns[k]] = decoded.get(k);
                }
            }
        }
        return List.of(keys);
    }

    /** Bytes that the strings of rows take where they are not coded. */
    long flatBytes(Column[] integers, int[] positions, int count) {
        long bytes = 0;
        for (int p = 0; p < integers.length; p++) {
            if (parts.get(p).codes() != null) {
                bytes += parts.get(p).codes().flatBytes(((IntColumn) integers[p].flat()).values(), positions, count);
            }
        }
        return bytes;
    }

    /** Bytes that {@link #code} will add at most. */
    long bytesToCode(Column[] keys, int rows) {
        if (arrange(keys) < 0) {
            return 0;
        }
        long bytes = 0;
        for (Part part : parts) {
            bytes += part.codes() == null ? 0 : part.codes().bytesToCode(keys, rows);
        }
        return bytes;
    }

    /** Bytes that {@link #code} of rows behind flat keys will add at most, the values of those keys apart. */
    long bytesToReturn(Column[] keys, int rows) {
        long bytes = 0;
        for (Part part : parts) {
            bytes += part.codes() == null ? 0 : part.codes().bytesToStart(keys, rows);
        }
        return bytes;
    }

    /** At most what {@link #flatBytes} says of rows, but for the bytes of their strings. */
    long flatRowBytes(int rows) {
        return (long) rows * types.size() * EntryCodes.ROW_BYTES;
    }

    long retainedBytes() {
        long bytes = 0;
        for (Part part : parts == null ? List.<Part>of() : parts) {
            bytes += part.codes() == null ? 0 : part.codes().retainedBytes();
        }
        return bytes;
    }

    void clear() {
        parts = null;
    }
}
