package io.blink.runtime.expression.nested;

import io.blink.runtime.expression.kernel.CallSite;
import io.blink.runtime.expression.kernel.Kernel;
import java.time.ZoneId;

/** Makes the kernels of functions of arrays and maps. */
public final class Collections {
    private Collections() {}

    /** {@code null} for other functions. */
    public static Kernel create(CallSite site, ZoneId timeZone) {
        return switch (site.function()) {
            case ARRAY_DISTINCT -> ArraySelections::distinct;
            case ARRAY_EXCEPT -> (arguments, nulls, rows) -> ArraySelections.byOther(arguments, nulls, rows, false);
            case ARRAY_INTERSECT -> (arguments, nulls, rows) -> ArraySelections.byOther(arguments, nulls, rows, true);
            case ARRAY_REMOVE -> (arguments, nulls, rows) -> ArraySelections.remove(arguments, rows);
            case ARRAY_REVERSE -> ArraySelections::reverse;
            case ARRAY_SLICE -> ArraySelections::slice;
            case ARRAY_SORT -> ArraySelections::sort;
            case ARRAY_CONCAT -> ArrayMerging::concat;
            case ARRAY_UNION -> ArrayMerging::union;
            case ARRAY_APPEND -> (arguments, nulls, rows) -> ArrayMerging.withValue(arguments, rows, true);
            case ARRAY_PREPEND -> (arguments, nulls, rows) -> ArrayMerging.withValue(arguments, rows, false);
            case ARRAY_REPEAT -> (arguments, nulls, rows) -> ArrayMerging.repeat(site, arguments, rows);
            default -> others(site, timeZone);
        };
    }

    private static Kernel others(CallSite site, ZoneId timeZone) {
        return switch (site.function()) {
            case ARRAY_CONTAINS -> (arguments, nulls, rows) -> ArraySearch.contains(arguments, rows);
            case ARRAY_POSITION -> (arguments, nulls, rows) -> ArraySearch.position(site, arguments, nulls, rows);
            case ARRAYS_OVERLAP -> ArraySearch::overlap;
            case ARRAY_MAX -> (arguments, nulls, rows) -> ArraySearch.extreme(site, arguments, nulls, rows, 1);
            case ARRAY_MIN -> (arguments, nulls, rows) -> ArraySearch.extreme(site, arguments, nulls, rows, -1);
            case ELEMENT -> (arguments, nulls, rows) -> ArraySearch.element(site, arguments, nulls, rows);
            case ARRAY_JOIN -> new ArrayText(site.argumentType(0).element(), timeZone)::join;
            case SPLIT -> ArrayText::split;
            case FLATTEN -> ArrayMaking::flatten;
            case SEQUENCE -> (arguments, nulls, rows) -> ArrayMaking.sequence(site, arguments, nulls, rows);
            case ARRAYS_ZIP -> (arguments, nulls, rows) -> ArrayMaking.zip(site, arguments, nulls, rows);
            case ARRAY_INDEXES -> ArrayMaking::indexes;
            case MAP_KEYS, MAP_VALUES, MAP_ENTRIES ->
                (arguments, nulls, rows) -> Maps.parts(site.function(), arguments[0], nulls, rows);
            case MAP_FROM_ARRAYS -> (arguments, nulls, rows) -> Maps.fromArrays(site, arguments, nulls, rows);
            case MAP_FROM_ENTRIES -> (arguments, nulls, rows) -> Maps.fromEntries(site, arguments[0], nulls, rows);
            case MAP_UNION -> (arguments, nulls, rows) -> Maps.union(site, arguments, nulls, rows);
            case ARRAY_COUNTS -> ArrayCounts::of;
            case STR_TO_MAP -> (arguments, nulls, rows) -> Maps.fromTexts(site, arguments, nulls, rows);
            default -> null;
        };
    }
}
