package io.blink.runtime.operator.over.call;

import io.blink.core.column.Column;
import io.blink.core.column.DoubleColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.plan.WindowCall;
import io.blink.runtime.expression.kernel.NullFlags;
import io.blink.runtime.operator.aggregate.Values;
import io.blink.runtime.operator.over.page.CurrentPage;
import io.blink.runtime.operator.over.page.Progress;

/** The functions of a row's place in its partition. */
public final class RankingCall extends OverCall {
    private final WindowCall call;
    private final CurrentPage page;

    public RankingCall(WindowCall call, CurrentPage page) {
        this.call = call;
        this.page = page;
    }

    @Override
    public void begin() {}

    @Override
    public Progress advance() {
        boolean known =
                switch (call.function()) {
                    case PERCENT_RANK, NTILE -> page.partitionsEnded();
                    case CUME_DIST -> page.partitionsEnded() && page.peersEnded();
                    default -> true;
                };
        return known ? Progress.DONE : Progress.NEEDS_ROWS;
    }

    @Override
    public Column result() {
        int rows = page.rows();
        return switch (call.function()) {
            case PERCENT_RANK -> new DoubleColumn(rows, percentRanks(rows), null);
            case CUME_DIST -> new DoubleColumn(rows, distributions(rows), null);
            case NTILE -> tiles(rows);
            default -> new LongColumn(rows, ranks(rows), null);
        };
    }

    /** The ranks that do not look ahead. */
    public long[] ranks(int rows) {
        long[] ranks = new long[rows];
        long[] starts = page.partitionStarts();
        switch (call.function()) {
            case ROW_NUMBER -> {
                for (int i = 0; i < rows; i++) {
                    ranks[i] = page.firstRow() + i - starts[i] + 1;
                }
            }
            case RANK -> {
                for (int i = 0; i < rows; i++) {
                    ranks[i] = page.peerStarts()[i] - starts[i] + 1;
                }
            }
            case DENSE_RANK -> {
                for (int i = 0; i < rows; i++) {
                    ranks[i] = page.groups()[i] - page.firstGroups()[i] + 1;
                }
            }
            default -> throw new IllegalArgumentException(call.function() + " is no rank");
        }
        return ranks;
    }

    private double[] percentRanks(int rows) {
        double[] ranks = new double[rows];
        for (int i = 0; i < rows; i++) {
            long others = page.partitionEnds()[i] - page.partitionStarts()[i] - 1;
            long ahead = page.peerStarts()[i] - page.partitionStarts()[i];
            ranks[i] = others == 0 ? 0 : (double) ahead / others;
        }
        return ranks;
    }

    private double[] distributions(int rows) {
        double[] distributions = new double[rows];
        for (int i = 0; i < rows; i++) {
            long start = page.partitionStarts()[i];
            distributions[i] = (double) (page.peerEnds()[i] - start) / (page.partitionEnds()[i] - start);
        }
        return distributions;
    }

    private Column tiles(int rows) {
        Column argument = page.batch().column(call.arguments().get(0)).flat();
        long[] buckets = Values.longs(argument);
        boolean[] nulls = NullFlags.of(argument);
        long[] tiles = new long[rows];
        for (int i = 0; i < rows; i++) {
            if (nulls == null || !nulls[i]) {
                long start = page.partitionStarts()[i];
                tiles[i] = tile(page.firstRow() + i - start, page.partitionEnds()[i] - start, buckets[i]);
            }
        }
        return new LongColumn(rows, tiles, nulls);
    }

    private long tile(long row, long size, long buckets) {
        if (buckets <= 0) {
            throw new BlinkException(
                    CoreErrorCode.INVALID_ARGUMENT,
                    "NTILE" + call.place() + " cuts a partition into a number of buckets above 0, not " + buckets
                            + ".");
        }
        long small = size / buckets;
        long inLarge = size % buckets * (small + 1);
        return row < inLarge ? row / (small + 1) + 1 : size % buckets + (row - inLarge) / small + 1;
    }
}
