package io.blink.runtime.operator.join;

import io.blink.core.column.Column;
import io.blink.core.expression.Expression;
import io.blink.core.hash.ColumnHash;
import io.blink.core.spi.connector.KeyFilter;
import java.util.List;

/** Keys of any type by their hashes. */
record HashedKeyFilter(int column, boolean passesNulls, boolean isEmpty, BlockedBloomFilter hashes)
        implements KeyFilter {
    @Override
    public KeyFilter at(int otherColumn) {
        return new HashedKeyFilter(otherColumn, passesNulls, isEmpty, hashes);
    }

    @Override
    public boolean passesNothing() {
        return isEmpty && !passesNulls;
    }

    @Override
    public List<Expression> conditions() {
        return List.of();
    }

    @Override
    public int select(Column values, int[] positions, int count) {
        long[] ofValues = new long[values.size()];
        ColumnHash.ofColumn(values, ofValues);
        boolean nulls = values.mayHaveNulls();
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int position = positions[i];
            boolean passes = nulls && values.isNull(position) ? passesNulls : hashes.mayContain(ofValues[position]);
            positions[kept] = position;
            kept += passes ? 1 : 0;
        }
        return kept;
    }

    @Override
    public long retainedBytes() {
        return hashes.retainedBytes();
    }
}
