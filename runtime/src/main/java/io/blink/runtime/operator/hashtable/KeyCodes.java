package io.blink.runtime.operator.hashtable;

import io.blink.core.column.Column;
import io.blink.core.column.ConstantColumn;
import io.blink.core.column.DictionaryColumn;
import io.blink.core.type.DataType;
import io.blink.core.type.PhysicalType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Keys as integers: strings are the number of their value, or of their tuple where several columns have the same ids, among the different ones that came. The first batch decides
 * which columns make a tuple. Of use while strings come in dictionaries.
 */
final class KeyCodes {
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
