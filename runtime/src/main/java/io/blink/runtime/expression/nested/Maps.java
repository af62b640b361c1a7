package io.blink.runtime.expression.nested;

import io.blink.core.column.ArrayColumn;
import io.blink.core.column.BytesColumnBuilder;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnConcatenation;
import io.blink.core.column.ConstantColumn;
import io.blink.core.column.MapColumn;
import io.blink.core.column.RowColumn;
import io.blink.core.function.ScalarFunction;
import io.blink.runtime.expression.comparison.ValueOrder;
import io.blink.runtime.expression.kernel.BytesArgument;
import io.blink.runtime.expression.kernel.CallSite;
import io.blink.runtime.expression.kernel.NullFlags;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Maps from and to arrays, texts and other maps. */
final class Maps {
    private Maps() {}

    static Column parts(ScalarFunction function, Column argument, boolean[] nulls, int rows) {
        MapColumn maps = flat(argument);
        Column entries =
                switch (function) {
                    case MAP_KEYS -> maps.keys();
                    case MAP_VALUES -> maps.values();
                    default -> new RowColumn(maps.keys().size(), List.of(maps.keys(), maps.values()), null);
                };
        ArrayColumn parts = new ArrayColumn(maps.size(), entries, maps.offsets(), maps.nulls());
        return argument instanceof ConstantColumn ? new ConstantColumn(rows, parts) : parts;
    }

    private static MapColumn flat(Column column) {
        return (MapColumn) (column instanceof ConstantColumn constant ? constant.value() : column.flat());
    }

    static Column fromArrays(CallSite site, Column[] arguments, boolean[] nulls, int rows) {
        ArrayArgument keys = ArrayArgument.of(arguments[0]);
        ArrayArgument values = ArrayArgument.of(arguments[1]);
        ElementChoice keyPlaces = new ElementChoice(rows, keys.elements().size());
        ElementChoice valuePlaces = new ElementChoice(rows, values.elements().size());
        for (int row = 0; row < rows; row++) {
            if (!NullFlags.at(nulls, row)) {
                if (keys.length(row) != values.length(row)) {
                    throw site.invalidArgument(
                            keys.length(row) + " keys and " + values.length(row) + " values make no map", null);
                }
                keyPlaces.addRange(keys.start(row), keys.end(row));
                valuePlaces.addRange(values.start(row), values.end(row));
            }
            keyPlaces.end();
            valuePlaces.end();
        }
        ArrayColumn chosenKeys = keyPlaces.of(keys.elements(), null);
        ArrayColumn chosenValues = valuePlaces.of(values.elements(), null);
        return unique(site, chosenKeys.elements(), chosenValues.elements(), chosenKeys.offsets(), nulls, rows);
    }

    static Column fromEntries(CallSite site, Column argument, boolean[] nulls, int rows) {
        ArrayArgument arrays = ArrayArgument.of(argument);
        RowColumn entries = (RowColumn) arrays.elements().flat();
        ElementChoice places = new ElementChoice(rows, entries.size());
        for (int row = 0; row < rows; row++) {
            for (int place = arrays.start(row); !NullFlags.at(nulls, row) && place < arrays.end(row); place++) {
                if (entries.isNull(place)) {
                    throw site.invalidArgument("an entry of a map cannot be NULL", null);
                }
                places.add(place);
            }
            places.end();
        }
        ArrayColumn chosen = places.of(entries, null);
        RowColumn rowsOfEntries = (RowColumn) chosen.elements();
        return unique(
                site, rowsOfEntries.fields().get(0), rowsOfEntries.fields().get(1), chosen.offsets(), nulls, rows);
    }

    static Column union(CallSite site, Column[] arguments, boolean[] nulls, int rows) {
        List<Column> keys = new ArrayList<>();
        List<Column> values = new ArrayList<>();
        for (Column argument : arguments) {
            keys.add(flat(argument).keys());
            values.add(flat(argument).values());
        }
        Column allKeys = ColumnConcatenation.of(keys);
        ElementChoice places = new ElementChoice(rows, allKeys.size());
        for (int row = 0; row < rows; row++) {
            int base = 0;
            for (Column argument : arguments) {
                MapColumn maps = flat(argument);
                int at = argument instanceof ConstantColumn ? 0 : row;
                if (!NullFlags.at(nulls, row)) {
                    places.addRange(base + maps.offsets()[at], base + maps.offsets()[at + 1]);
                }
                base += maps.keys().size();
            }
            places.end();
        }
        ArrayColumn chosen = places.of(allKeys, null);
        Column chosenValues = places.of(ColumnConcatenation.of(values), null).elements();
        return unique(site, chosen.elements(), chosenValues, chosen.offsets(), nulls, rows);
    }

    static Column fromTexts(CallSite site, Column[] arguments, boolean[] nulls, int rows) {
        BytesArgument texts = BytesArgument.of(arguments[0]);
        BytesArgument between = arguments.length > 1 ? BytesArgument.of(arguments[1]) : null;
        BytesArgument inside = arguments.length > 2 ? BytesArgument.of(arguments[2]) : null;
        BytesColumnBuilder keys = new BytesColumnBuilder(rows);
        BytesColumnBuilder values = new BytesColumnBuilder(rows);
        int[] offsets = new int[rows + 1];
        for (int row = 0; row < rows; row++) {
            offsets[row + 1] = offsets[row];
            if (NullFlags.at(nulls, row)) {
                continue;
            }
            String separator = between == null ? "," : between.string(row);
            String assignment = inside == null ? "=" : inside.string(row);
            for (String entry : parts(texts.string(row), separator)) {
                int at = assignment.isEmpty() ? -1 : entry.indexOf(assignment);
                append(keys, at < 0 ? entry : entry.substring(0, at));
                if (at < 0) {
                    values.appendNull();
                } else {
                    append(values, entry.substring(at + assignment.length()));
                }
                offsets[row + 1]++;
            }
        }
        return unique(site, keys.build(), values.build(), offsets, nulls, rows);
    }

    private static List<String> parts(String text, String separator) {
        List<String> parts = new ArrayList<>();
        int begin = 0;
        int at = separator.isEmpty() ? -1 : text.indexOf(separator);
        while (at >= 0) {
            parts.add(text.substring(begin, at));
            begin = at + separator.length();
            at = text.indexOf(separator, begin);
        }
        parts.add(text.substring(begin));
        return parts;
    }

    private static void append(BytesColumnBuilder builder, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        builder.append(bytes, 0, bytes.length);
    }

    /** Of entries with one key the last, at the place of the first. */
    private static Column unique(CallSite site, Column keys, Column values, int[] offsets, boolean[] nulls, int rows) {
        long[] hashes = ElementSet.hashes(keys);
        ElementSet seen = new ElementSet(keys, hashes);
        ElementChoice chosenKeys = new ElementChoice(rows, keys.size());
        ElementChoice chosenValues = new ElementChoice(rows, keys.size());
        for (int row = 0; row < rows; row++) {
            int end = offsets[row + 1];
            boolean repeated = repeats(site, keys, seen, offsets[row], end);
            seen.clear(end - offsets[row]);
            for (int place = offsets[row]; place < end; place++) {
                if (!repeated || seen.add(place)) {
                    chosenKeys.add(place);
                    chosenValues.add(repeated ? last(keys, place, end) : place);
                }
            }
            chosenKeys.end();
            chosenValues.end();
        }
        ArrayColumn resultKeys = chosenKeys.of(keys, null);
        ArrayColumn resultValues = chosenValues.of(values, null);
        return new MapColumn(rows, resultKeys.elements(), resultValues.elements(), resultKeys.offsets(), nulls);
    }

    private static boolean repeats(CallSite site, Column keys, ElementSet seen, int from, int to) {
        seen.clear(to - from);
        boolean repeated = false;
        for (int place = from; place < to; place++) {
            if (keys.isNull(place)) {
                throw site.invalidArgument("a key of a map cannot be NULL", null);
            }
            repeated |= !seen.add(place);
        }
        return repeated;
    }

    private static int last(Column keys, int first, int end) {
        int last = end - 1;
        while (ValueOrder.compare(keys, first, keys, last) != 0) {
            last--;
        }
        return last;
    }
}
