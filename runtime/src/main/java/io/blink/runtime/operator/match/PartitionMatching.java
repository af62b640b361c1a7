package io.blink.runtime.operator.match;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.LongColumn;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.plan.MatchExpression;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.OperatorSpec.Match.Skip;
import io.blink.runtime.expression.EvaluationContext;
import java.util.ArrayList;
import java.util.List;

/** Finds the matches of one partition after the other. A partition comes in one piece or in several, each with the rows of those before it that are still needed. */
final class PartitionMatching {
    private final OperatorSpec.Match spec;
    private final RowTests tests;
    private final PatternSearch search;
    private final List<MatchValues> measures = new ArrayList<>();
    private final boolean[] skipsTo;
    private final int reachBehind;
    private final int reachBefore;

    PartitionMatching(OperatorSpec.Match spec, EvaluationContext context) {
        this.spec = spec;
        tests = new RowTests(spec, context);
        search = new PatternSearch(new PatternProgram(spec.pattern()), tests, spec.withinMicros());
        for (MatchExpression measure : spec.measures()) {
            measures.add(new MatchValues(measure, spec.variables(), context));
        }
        skipsTo = new boolean[spec.variables().size()];
        spec.skipVariables().forEach(variable -> skipsTo[variable] = true);
        reachBehind = Math.max(spec.reach(false), measuresReach(1));
        reachBefore = Math.max(spec.reach(true), measuresReach(-1));
    }

    private int measuresReach(int direction) {
        return spec.measures().stream()
                .flatMap(measure -> measure.values().stream())
                .mapToInt(value -> direction * value.shift())
                .reduce(0, Math::max);
    }

    /**
     * What came of a piece.
     *
     * @param matches one row each, or {@code null}
     * @param start the row from which to go on
     * @param kept the first row that is still needed
     * @param number of matches so far
     */
    record Progress(Batch matches, int start, int kept, long number) {}

    /**
     * Searches from a row on.
     *
     * @param rows of the partition, in order
     * @param number of matches before
     * @param nextTime no later row of the partition is before it; {@link Long#MAX_VALUE}: these are all
     */
    Progress advance(Batch rows, int start, long number, long nextTime) {
        tests.use(rows);
        long[] times = times(rows);
        boolean all = nextTime == Long.MAX_VALUE;
        int count = all ? rows.rowCount() : Math.max(start, rows.rowCount() - reachBehind);
        List<MatchedRows> found = new ArrayList<>();
        int at = start;
        while (at < count) {
            PatternSearch.Outcome outcome = search.search(at, count, times, nextTime);
            if (outcome == PatternSearch.Outcome.OPEN) {
                break;
            }
            if (outcome == PatternSearch.Outcome.FOUND) {
                MatchedRows match = new MatchedRows(at, search.end(), search.variables(at), number + found.size() + 1);
                found.add(match);
                at = next(match);
            } else {
                at++;
            }
        }
        Batch matches = found.isEmpty() ? null : output(rows, found);
        return new Progress(matches, at, Math.max(0, at - reachBefore), number + found.size());
    }

    private long[] times(Batch rows) {
        if (spec.withinMicros() < 0) {
            return null;
        }
        return ((LongColumn) rows.column(spec.order().get(0).column()).flat()).values();
    }

    private int next(MatchedRows match) {
        Skip skip = spec.skip();
        if (skip == Skip.PAST_LAST_ROW) {
            return match.end();
        }
        if (skip == Skip.TO_NEXT_ROW) {
            return match.start() + 1;
        }
        int row = match.row(skipsTo, skip == Skip.TO_FIRST, 0);
        if (row <= match.start()) {
            String names = String.join(
                    ", ",
                    spec.skipVariables().stream().map(spec.variables()::get).toList());
            throw new BlinkException(
                    CoreErrorCode.INVALID_ARGUMENT,
                    "MATCH_RECOGNIZE: AFTER MATCH SKIP TO " + (skip == Skip.TO_FIRST ? "FIRST " : "LAST ") + names
                            + (row < 0
                                    ? ": a match has no row of it, so that there is nowhere to go on."
                                    : ": that is the first row of a match, which would be found again for ever.")
                            + " Skip to a variable that each match has behind its first row, or PAST LAST ROW.");
        }
        return row;
    }

    private Batch output(Batch rows, List<MatchedRows> found) {
        int[] firstRows = found.stream().mapToInt(MatchedRows::start).toArray();
        List<Column> columns = new ArrayList<>();
        for (int key : spec.partitionKeys()) {
            columns.add(rows.column(key).take(firstRows, 0, firstRows.length));
        }
        measures.forEach(measure -> columns.add(measure.evaluate(rows, found)));
        return new Batch(found.size(), columns);
    }
}
