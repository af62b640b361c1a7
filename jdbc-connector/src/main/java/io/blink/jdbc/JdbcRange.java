package io.blink.jdbc;

import io.blink.core.config.Configuration;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.connector.Split;
import io.blink.core.spi.connector.SplitSource;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Rows that one reader reads. @param condition of the WHERE clause; empty: all */
record JdbcRange(String condition) {
    /** The table's ranges of its partition column: the first is open below and has the NULLs, the last is open above, so that together they are the table whatever the bounds. */
    static List<JdbcRange> of(CatalogTable table, Configuration options, JdbcDialect dialect) {
        int count = options.get(JdbcConnectorFactory.PARTITIONS);
        if (count < 1) {
            throw JdbcTable.invalid(table, "'scan.partition.num' = " + count + " must not be below 1");
        }
        if (options.optional(JdbcConnectorFactory.PARTITION_COLUMN).isEmpty()) {
            if (count > 1) {
                throw JdbcTable.invalid(table, "'scan.partition.num' = " + count + " needs 'scan.partition.column'");
            }
            return List.of(new JdbcRange(""));
        }
        String name = options.get(JdbcConnectorFactory.PARTITION_COLUMN);
        if (table.column(name)
                .filter(column -> column.type().kind().isInteger())
                .isEmpty()) {
            throw JdbcTable.invalid(table, "'scan.partition.column' = '" + name + "' is no column of whole numbers");
        }
        long lower = JdbcTable.required(JdbcConnectorFactory.LOWER_BOUND, table, options);
        long upper = JdbcTable.required(JdbcConnectorFactory.UPPER_BOUND, table, options);
        return between(dialect.quoted(name), lower, upper, count);
    }

    private static List<JdbcRange> between(String column, long lower, long upper, int count) {
        if (count == 1) {
            return List.of(new JdbcRange(""));
        }
        BigInteger width = BigInteger.valueOf(upper).subtract(BigInteger.valueOf(lower));
        List<JdbcRange> ranges = new ArrayList<>();
        String from = "";
        for (int i = 1; i < count; i++) {
            BigInteger bound = BigInteger.valueOf(lower)
                    .add(width.multiply(BigInteger.valueOf(i)).divide(BigInteger.valueOf(count)));
            String below = column + " < " + bound;
            ranges.add(new JdbcRange(
                    from.isEmpty() ? "(" + below + " OR " + column + " IS NULL)" : from + " AND " + below));
            from = column + " >= " + bound;
        }
        ranges.add(new JdbcRange(from));
        return ranges;
    }

    static SplitSource splits(List<JdbcRange> ranges) {
        Deque<Split> waiting = new ArrayDeque<>();
        for (JdbcRange range : ranges) {
            waiting.add(new Split("jdbc-" + waiting.size(), range.condition(), -1, List.of()));
        }
        return new SplitSource() {
            @Override
            public List<Split> next(int max) {
                List<Split> next = new ArrayList<>();
                while (next.size() < max && !waiting.isEmpty()) {
                    next.add(waiting.poll());
                }
                return next;
            }

            @Override
            public boolean finished() {
                return waiting.isEmpty();
            }

            @Override
            public void close() {}
        };
    }
}
