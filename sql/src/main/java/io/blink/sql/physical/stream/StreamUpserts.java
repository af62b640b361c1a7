package io.blink.sql.physical.stream;

import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.SinkConflict;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.sql.SqlOptions;
import io.blink.sql.physical.changelog.BeforeNeed;
import io.blink.sql.physical.changelog.Changes;
import io.blink.sql.physical.node.Exchanges;
import io.blink.sql.physical.node.Operations;
import io.blink.sql.physical.node.PhysicalNode;
import io.blink.sql.physical.node.PlanErrors;
import io.blink.sql.physical.node.PlanningScope;
import io.blink.sql.physical.node.Watermarks;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Rows that are known by a key: of sources that tell only their new contents, and of sinks where another key counts. */
public final class StreamUpserts {
    private final PlanningScope scope;

    public StreamUpserts(PlanningScope scope) {
        this.scope = scope;
    }

    private long timeToLive() {
        return scope.settings().get(SqlOptions.STATE_TTL).toMillis();
    }

    /** The whole changelog of rows of which a source tells only the new contents. */
    PhysicalNode normalized(PhysicalNode upserts, List<Integer> key) {
        PhysicalNode grouped = Exchanges.keyed(upserts, key);
        return Operations.changing(
                new OperatorSpec.ChangelogNormalize(key, true, timeToLive()),
                "ChangelogNormalize",
                "ChangelogNormalize",
                List.of(grouped),
                grouped.output(),
                grouped.distribution(),
                grouped.estimate(),
                new Changes(true, true, Set.of(Set.copyOf(key))),
                List.of(BeforeNeed.NEVER));
    }

    /**
     * One row for each primary key of a sink's table, of rows that come by another one.
     *
     * @param conflict {@code null} where the statement does not say, which is an error unless there can be none
     * @param table for messages
     */
    public PhysicalNode materialized(PhysicalNode rows, List<Integer> primaryKey, SinkConflict conflict, String table) {
        Optional<Set<Integer>> known = rows.changes().keys().stream()
                .filter(key -> key.stream()
                        .allMatch(column -> isKey(rows.output().get(column).type())))
                .min(Comparator.comparingInt(key -> key.size()));
        boolean alone = known.isPresent() && primaryKey.containsAll(known.get());
        if (conflict == null && !alone) {
            throw PlanErrors.unsupported(
                    "The rows of the query are known by "
                            + (known.isPresent() ? names(rows, known.get()) : "no key") + ", but those of " + table
                            + " by "
                            + names(rows, primaryKey)
                            + ", so that several may claim one place. Make the two keys the same, or end the statement with ON CONFLICT DO ERROR, DO NOTHING (the first row stays) or DO DEDUPLICATE (the last one stands)");
        }
        SinkConflict settled = alone ? SinkConflict.DEDUPLICATE : conflict;
        requireSettling(rows, settled);
        List<Integer> identity = known.<List<Integer>>map(key -> key.stream()
                        .filter(column -> !primaryKey.contains(column))
                        .sorted()
                        .toList())
                .orElseGet(() -> others(rows, primaryKey));
        PhysicalNode grouped = Exchanges.keyed(rows, primaryKey);
        return Operations.changing(
                new OperatorSpec.UpsertMaterialize(primaryKey, identity, settled, table, true, timeToLive()),
                "UpsertMaterialize",
                "UpsertMaterialize",
                List.of(grouped),
                grouped.output(),
                grouped.distribution(),
                grouped.estimate(),
                new Changes(true, true, Set.of(Set.copyOf(primaryKey))),
                List.of(BeforeNeed.ALWAYS));
    }

    /** Conflicts other than the last row's are settled by watermarks, or at the end of the rows. */
    private void requireSettling(PhysicalNode rows, SinkConflict conflict) {
        if (!scope.isStream()) {
            throw PlanErrors.unsupported(
                    "ON CONFLICT DO " + conflict
                            + " is not supported in a batch; SET 'execution.runtime-mode' = 'streaming', or make the rows of the query unique by GROUP BY");
        }
        if (conflict != SinkConflict.DEDUPLICATE && scope.unbounded() && !Watermarks.follow(rows)) {
            throw PlanErrors.unsupported(
                    "ON CONFLICT DO " + conflict
                            + " waits for watermarks, without which a row that will be taken back is not told from one that stays, and a table of the query has none; declare WATERMARK FOR in each, or use ON CONFLICT DO DEDUPLICATE");
        }
    }

    private static List<Integer> others(PhysicalNode rows, List<Integer> primaryKey) {
        List<Integer> others = IntStream.range(0, rows.output().size())
                .filter(column -> !primaryKey.contains(column))
                .boxed()
                .toList();
        for (int column : others) {
            Field field = rows.output().get(column);
            if (!isKey(field.type())) {
                throw PlanErrors.unsupported("ON CONFLICT: column '" + field.name() + "' is " + field.type()
                        + ", by which rows of the query without a key of their own cannot be told apart; leave it out");
            }
        }
        return others;
    }

    private static boolean isKey(DataType type) {
        return switch (type.kind()) {
            case ARRAY, MAP, ROW -> false;
            default -> true;
        };
    }

    private static String names(PhysicalNode rows, Collection<Integer> columns) {
        List<String> names = columns.stream()
                .sorted()
                .map(column -> rows.output().get(column).name())
                .toList();
        return "(" + String.join(", ", names) + ")";
    }
}
