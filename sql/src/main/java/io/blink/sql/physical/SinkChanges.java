package io.blink.sql.physical;

import io.blink.core.error.BlinkException;
import io.blink.core.plan.SinkConflict;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.connector.ChangelogMode;
import io.blink.core.type.Field;
import io.blink.sql.physical.changelog.BeforeNeed;
import io.blink.sql.physical.node.PhysicalNode;
import io.blink.sql.physical.node.PhysicalNode.Operation;
import io.blink.sql.physical.node.PlanErrors;
import io.blink.sql.physical.node.PlanningScope;
import io.blink.sql.physical.stream.RemainingRows;
import io.blink.sql.physical.stream.StreamUpserts;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** How a table takes rows that change. */
final class SinkChanges {
    private final PlanningScope scope;
    private final CatalogTable table;
    private final List<Field> stored;
    private final SinkConflict conflict;

    /**
     * @param stored the columns that are written
     * @param conflict of rows that claim one primary key; {@code null} where the statement does not say
     */
    SinkChanges(PlanningScope scope, CatalogTable table, List<Field> stored, SinkConflict conflict) {
        this.scope = scope;
        this.table = table;
        this.stored = stored;
        this.conflict = conflict;
    }

    /** @param need whether the writers need old contents */
    record Taken(PhysicalNode rows, BeforeNeed need) {}

    /** @param modes of which the table takes any */
    Taken of(PhysicalNode rows, Set<ChangelogMode> modes) {
        List<Integer> key = primaryKey();
        if (conflict != null) {
            requireKey(key, modes);
        }
        boolean byKey = key.isEmpty() || rows.changes().keys().contains(Set.copyOf(key));
        if (rows.changes().insertOnly()) {
            boolean replace = conflict == null || conflict == SinkConflict.DEDUPLICATE;
            return new Taken(byKey || replace ? rows : materialized(rows, key), BeforeNeed.NEVER);
        }
        if (!modes.contains(ChangelogMode.UPSERT)) {
            return modes.contains(ChangelogMode.RETRACT)
                    ? new Taken(rows, BeforeNeed.ALWAYS)
                    : new Taken(remaining(rows), BeforeNeed.NEVER);
        }
        if (byKey) {
            return new Taken(rows, BeforeNeed.NEVER);
        }
        return conflict == null && modes.contains(ChangelogMode.RETRACT)
                ? new Taken(rows, BeforeNeed.ALWAYS)
                : new Taken(materialized(rows, key), BeforeNeed.NEVER);
    }

    private PhysicalNode materialized(PhysicalNode rows, List<Integer> key) {
        return new StreamUpserts(scope)
                .materialized(rows, key, conflict, table.path().toString());
    }

    private void requireKey(List<Integer> key, Set<ChangelogMode> modes) {
        if (key.isEmpty() || !modes.contains(ChangelogMode.UPSERT)) {
            throw PlanErrors.unsupported("ON CONFLICT: " + table.path() + " (connector '" + table.connector() + "') "
                    + (key.isEmpty()
                            ? "has no primary key, so that its rows cannot claim one place; declare PRIMARY KEY (…) NOT ENFORCED or leave the clause out"
                            : "does not take changes by primary key; leave the clause out"));
        }
    }

    /** Places of its columns among the stored ones; empty if the table has none. */
    List<Integer> primaryKey() {
        return table.primaryKey().stream()
                .map(name -> IntStream.range(0, stored.size())
                        .filter(i -> stored.get(i).name().equalsIgnoreCase(name))
                        .findFirst()
                        .orElseThrow())
                .toList();
    }

    /** For a table that takes only new rows: those that remain, once the sources have ended. */
    private PhysicalNode remaining(PhysicalNode rows) {
        RemainingRows remaining = new RemainingRows(scope);
        if (!remaining.isKnown()) {
            throw appendOnly(rows);
        }
        return remaining.spread(rows);
    }

    private BlinkException appendOnly(PhysicalNode rows) {
        return PlanErrors.unsupported(
                "The rows of the query change after they came (because of " + cause(rows)
                        + "), but " + table.path() + " (connector '" + table.connector()
                        + "') takes only new rows. Write into a table that takes changes, aggregate in windows, or SET 'execution.runtime-mode' = 'batch' to read what is there now");
    }

    /** The lowest operator on the way whose rows change. */
    private static String cause(PhysicalNode node) {
        for (PhysicalNode input : node.inputs()) {
            if (!input.changes().insertOnly()) {
                return cause(input);
            }
        }
        return ((Operation) node).name();
    }
}
