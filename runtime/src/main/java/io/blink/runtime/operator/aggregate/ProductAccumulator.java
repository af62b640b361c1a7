package io.blink.runtime.operator.aggregate;

import io.blink.core.column.Column;
import io.blink.core.column.DoubleColumn;
import io.blink.core.type.DataType;
import io.blink.runtime.operator.rows.BooleanChunks;
import io.blink.runtime.operator.rows.DoubleChunks;
import java.util.List;

/** PRODUCT of numbers, as DOUBLE. */
final class ProductAccumulator implements Accumulator {
    private final DataType argument;
    private final DoubleChunks products = new DoubleChunks();
    private final BooleanChunks seen = new BooleanChunks();

    ProductAccumulator(DataType argument) {
        this.argument = argument;
    }

    @Override
    public void ensure(int groupCount) {
        products.ensure(groupCount);
        seen.ensure(groupCount);
    }

    @Override
    public void add(int[] groups, int rows, List<Column> arguments) {
        multiply(groups, rows, Values.doubles(arguments.get(0), argument));
    }

    @Override
    public void merge(int[] groups, int rows, List<Column> partials) {
        multiply(groups, rows, Values.doubles(partials.get(0)));
    }

    private void multiply(int[] groups, int rows, double[] values) {
        for (int i = 0; i < rows; i++) {
            int group = groups[i];
            products.set(group, seen.get(group) ? products.get(group) * values[i] : values[i]);
            seen.set(group, true);
        }
    }

    @Override
    public Column result(int from, int count) {
        return new DoubleColumn(count, products.copy(from, count), Values.nulls(seen.copy(from, count)));
    }

    @Override
    public long bytesToAdd(int groupCount, List<Column> arguments) {
        return products.bytesToEnsure(groupCount) + seen.bytesToEnsure(groupCount);
    }

    @Override
    public long retainedBytes() {
        return products.retainedBytes() + seen.retainedBytes();
    }

    @Override
    public void clear() {
        products.clear();
        seen.clear();
    }
}
