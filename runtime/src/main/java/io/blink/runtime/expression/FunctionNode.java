package io.blink.runtime.expression;

import io.blink.core.column.Column;
import io.blink.core.column.ConstantColumn;
import io.blink.core.column.DictionaryColumn;
import io.blink.core.column.DoubleColumn;
import io.blink.core.column.IntColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.error.BlinkException;
import io.blink.core.type.DataType;
import io.blink.runtime.expression.kernel.Kernel;
import io.blink.runtime.expression.kernel.NullFlags;
import io.blink.runtime.expression.kernel.SelectingKernel;
import java.util.List;

/**
 * A kernel and its arguments. Deals with encodings and nulls, so that kernels need not: constants give a constant, a dictionary is evaluated once for
 * each of its entries and remembered while batches share it.
 */
final class FunctionNode extends Node {
    private final Kernel kernel;
    private final List<Node> arguments;
    private final DataType type;
    private final boolean strict;
    private final boolean free;

    private final DictionaryResults known = new DictionaryResults();

    private Column folded;

    /** @param strict whether a null argument gives null */
    FunctionNode(Kernel kernel, List<Node> arguments, DataType type, boolean strict, boolean free) {
        this.kernel = kernel;
        this.arguments = List.copyOf(arguments);
        this.type = type;
        this.strict = strict;
        this.free = free && this.arguments.stream().allMatch(Node::isFree);
    }

    @Override
    Column evaluate(Rows rows) {
        return folded != null ? new ConstantColumn(rows.count(), folded) : apply(arguments(rows), rows.count());
    }

    @Override
    int select(Rows rows, int[] positions) {
        if (!(kernel instanceof SelectingKernel selecting) || rows.count() == 0 || folded != null) {
            return super.select(rows, positions);
        }
        Column[] columns = arguments(rows);
        if (isPlain(columns)) {
            return selecting.select(columns, rows.count(), positions);
        }
        return strict && isNumeric(columns)
                ? withoutNulls(columns, selecting.select(columns, rows.count(), positions), positions)
                : Truth.select(apply(columns, rows.count()), positions);
    }

    /** Whether a value stands at each position, also at a NULL, where it may be any. */
    private static boolean isNumeric(Column[] columns) {
        boolean anyFlat = false;
        for (Column column : columns) {
            boolean flat =
                    column instanceof IntColumn || column instanceof LongColumn || column instanceof DoubleColumn;
            boolean constant = column instanceof ConstantColumn value && !value.mayHaveNulls();
            if (!flat && !constant) {
                return false;
            }
            anyFlat |= flat;
        }
        return anyFlat;
    }

    private static int withoutNulls(Column[] columns, int selected, int[] positions) {
        int count = selected;
        for (Column column : columns) {
            boolean[] nulls = column instanceof ConstantColumn ? null : NullFlags.of(column);
            if (nulls != null) {
                int kept = 0;
                for (int i = 0; i < count; i++) {
                    positions[kept] = positions[i];
                    kept += nulls[positions[i]] ? 0 : 1;
                }
                count = kept;
            }
        }
        return count;
    }

    private Column[] arguments(Rows rows) {
        Column[] columns = new Column[arguments.size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = arguments.get(i).evaluate(rows);
        }
        return columns;
    }

    /** Whether there is neither a dictionary nor a null, and not everything is constant. */
    private static boolean isPlain(Column[] columns) {
        boolean allConstant = true;
        for (Column column : columns) {
            if (column instanceof DictionaryColumn || column.mayHaveNulls()) {
                return false;
            }
            allConstant &= column instanceof ConstantColumn;
        }
        return !allConstant;
    }

    private Column apply(Column[] columns, int rows) {
        boolean allConstant = true;
        DictionaryColumn dictionary = null;
        boolean oneDictionary = true;
        boolean othersConstant = true;
        for (Column column : columns) {
            allConstant &= column instanceof ConstantColumn;
            if (column instanceof DictionaryColumn next) {
                othersConstant &= dictionary == null || dictionary.ids() == next.ids();
                oneDictionary &= dictionary == null;
                dictionary = next;
            } else {
                othersConstant &= column instanceof ConstantColumn;
            }
        }
        if (allConstant) {
            return constant(columns, rows);
        }
        if (dictionary != null && othersConstant) {
            Column result = oneDictionary
                    ? byDictionary(columns, dictionary, rows)
                    : overEntries(columns, dictionary.dictionary().size(), rows);
            if (result != null) {
                return new DictionaryColumn(rows, dictionary.ids(), result);
            }
        }
        Column[] flat = columns.clone();
        for (int i = 0; i < flat.length; i++) {
            flat[i] = flat[i] instanceof DictionaryColumn ? flat[i].flat() : flat[i];
        }
        return invoke(flat, rows);
    }

    private Column constant(Column[] columns, int rows) {
        Column[] values = columns.clone();
        for (int i = 0; i < values.length; i++) {
            values[i] = ((ConstantColumn) values[i]).value();
        }
        if (rows == 0) {
            return new ConstantColumn(0, LiteralColumns.nullValue(type));
        }
        Column value = invoke(values, 1).flat();
        if (arguments.stream().allMatch(FunctionNode::isConstant)) {
            folded = value;
        }
        return new ConstantColumn(rows, value);
    }

    private static boolean isConstant(Node node) {
        return node instanceof ConstantNode || (node instanceof FunctionNode function && function.folded != null);
    }

    private Column byDictionary(Column[] columns, DictionaryColumn column, int rows) {
        int entries = column.dictionary().size();
        if (!dependsOnOneColumn()) {
            return overEntries(columns, entries, rows);
        }
        return known.of(column.dictionary(), rows, isWorthWhile(entries, rows), () -> results(columns, entries));
    }

    /** Whether the other arguments are constants, folded calls among them: what they are in this batch they are in every one. */
    private boolean dependsOnOneColumn() {
        int others = 0;
        for (Node argument : arguments) {
            others += isConstant(argument) ? 1 : 0;
        }
        return others == arguments.size() - 1;
    }

    private Column overEntries(Column[] columns, int entries, int rows) {
        return isWorthWhile(entries, rows) ? results(columns, entries) : null;
    }

    private static boolean isWorthWhile(int entries, int rows) {
        return entries <= 2 * rows;
    }

    /** The results for the entries of the dictionary, or {@code null} if one fails, used by a row or not. */
    private Column results(Column[] columns, int entries) {
        Column[] overEntries = new Column[columns.length];
        for (int i = 0; i < columns.length; i++) {
            overEntries[i] = columns[i] instanceof DictionaryColumn dictionary
                    ? dictionary.dictionary()
                    : new ConstantColumn(entries, ((ConstantColumn) columns[i]).value());
        }
        try {
            return invoke(overEntries, entries).flat();
        } catch (BlinkException e) {
            // Perhaps no row uses the entry that failed: the rows themselves decide, and fail with the same error if
            // one does.
            return null;
        }
    }

    private Column invoke(Column[] columns, int rows) {
        if (!strict) {
            return kernel.apply(columns, null, rows);
        }
        for (Column column : columns) {
            if (column instanceof ConstantColumn constant && constant.value().isNull(0)) {
                return new ConstantColumn(rows, LiteralColumns.nullValue(type));
            }
        }
        return kernel.apply(columns, NullFlags.union(columns, rows), rows);
    }

    @Override
    boolean isFree() {
        return free;
    }

    @Override
    boolean vectorized() {
        return kernel.vectorized() && arguments.stream().allMatch(Node::vectorized);
    }
}
