package io.blink.runtime.operator.match;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.plan.MatchExpression;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.OperatorSpec.Match.Skip;
import io.blink.runtime.expression.EvaluationContext;
import java.util.ArrayList;
import java.util.List;

/** Finds the matches of partitions. The rows of a partition come at once or by and by; a search that they leave open goes on with those that come next. */
final class PartitionMatching {
    private final OperatorSpec.Match spec;
    private final RowTests tests;
    private final PatternProgram program;
    private final List<MatchValues> measures = new ArrayList<>();
    private final boolean[] skipsTo;
    private final int reachBehind;
    private final int reachBefore;

    PartitionMatching(OperatorSpec.Match spec, EvaluationContext context) {
        this.spec = spec;
        tests = new RowTests(spec, context);
        program = new PatternProgram(spec.pattern());
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
     * A partition that was searched before as far as {@code start}, or not yet.
     *
     * @param number of matches before
     */
    SearchedPartition partition(int start, long number) {
        int timeColumn = spec.withinMicros() < 0 ? -1 : spec.order().get(0).column();
        return new SearchedPartition(
                new PartitionRows(spec.variables().size(), timeColumn),
                new PatternSearch(program, tests, spec.withinMicros()),
                start,
                number);
    }

    /**
     * What came of rows.
     *
     * @param matches one row each, or {@code null}
     * @param dropped the first rows, which are not needed any more
     */
    record Progress(Batch matches, List<Batch> dropped) {}

    /**
     * Searches a partition from where the last search of it stopped.
     *
     * @param nextTime no later row of the partition is before it; {@link Long#MAX_VALUE}: these are all
     */
    Progress advance(SearchedPartition partition, long nextTime) {
        PartitionRows rows = partition.rows();
        tests.use(rows);
        int at = partition.start();
        int count = nextTime == Long.MAX_VALUE ? rows.count() : Math.max(at, rows.count() - reachBehind);
        PatternSearch search = partition.search();
        List<MatchedRows> found = new ArrayList<>();
        while (at < count) {
            PatternSearch.Outcome outcome = search.search(rows, at, count, nextTime);
            if (outcome == PatternSearch.Outcome.OPEN) {
                break;
            }
            if (outcome == PatternSearch.Outcome.FOUND) {
                long number = partition.number() + found.size() + 1;
                MatchedRows match = new MatchedRows(at, search.end(), search.variables(at), number);
                found.add(match);
                at = next(match);
            } else {
                at++;
            }
        }
        Batch matches = found.isEmpty() ? null : output(rows, found);
        int dropped = Math.max(0, at - reachBefore);
        partition.moveTo(at - dropped, partition.number() + found.size());
        return new Progress(matches, rows.drop(dropped));
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

    private Batch output(PartitionRows rows, List<MatchedRows> found) {
        int[] firstRows = found.stream().mapToInt(MatchedRows::start).toArray();
        List<Column> columns = new ArrayList<>();
        for (int key : spec.partitionKeys()) {
            columns.add(rows.whole().column(key).take(firstRows, 0, firstRows.length));
        }
        measures.forEach(measure -> columns.add(measure.evaluate(rows, found)));
        return new Batch(found.size(), columns);
    }
}
