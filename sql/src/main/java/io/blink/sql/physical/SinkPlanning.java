package io.blink.sql.physical;

import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.SortKey;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.ColumnDefinition;
import io.blink.core.spi.connector.Connectors;
import io.blink.core.spi.connector.PreparedRows;
import io.blink.core.spi.connector.SinkPlan;
import io.blink.core.spi.connector.SinkRequest;
import io.blink.core.spi.connector.TableSink;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.sql.SqlOptions;
import io.blink.sql.SqlOptions.ResultMode;
import io.blink.sql.logical.LogicalPlan;
import io.blink.sql.logical.translate.InsertTarget;
import io.blink.sql.physical.changelog.BeforeNeed;
import io.blink.sql.physical.changelog.Changes;
import io.blink.sql.physical.node.Digests;
import io.blink.sql.physical.node.Distribution;
import io.blink.sql.physical.node.Estimate;
import io.blink.sql.physical.node.Exchanges;
import io.blink.sql.physical.node.Operations;
import io.blink.sql.physical.node.PhysicalNode;
import io.blink.sql.physical.node.PhysicalNode.Operation;
import io.blink.sql.physical.node.PlanningScope;
import io.blink.sql.physical.sort.SortPlanning;
import io.blink.sql.physical.stream.RemainingRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The end of a plan: a table's writers, or the client of the statement. */
final class SinkPlanning {
    private final PlanningScope scope;
    private final RemainingRows remaining;

    SinkPlanning(PlanningScope scope) {
        this.scope = scope;
        this.remaining = new RemainingRows(scope);
    }

    PhysicalNode of(LogicalPlan plan, PhysicalNode rows, Connectors connectors) {
        return plan.target().isPresent() ? insert(rows, plan.target().get(), connectors) : result(rows, plan.fields());
    }

    /** One task hands the rows to the client, in order where there is one; of a changelog what it leaves, or all of it with the kinds of its rows. */
    private PhysicalNode result(PhysicalNode rows, List<Field> fields) {
        PhysicalNode converted = Operations.convert(rows, fields);
        boolean changelog = scope.isStream() && scope.settings().get(SqlOptions.RESULT_MODE) != ResultMode.TABLE;
        if (changelog || !converted.changes().insertOnly()) {
            converted = changelog || !remaining.isKnown() ? withKinds(converted) : remaining.of(converted);
        }
        PhysicalNode gathered = Exchanges.gathered(converted);
        return sink(gathered, new OperatorSpec.ResultSink(), "Result", "result", List.of(), BeforeNeed.AS_OUTPUT);
    }

    private static PhysicalNode withKinds(PhysicalNode rows) {
        PhysicalNode gathered = Exchanges.gathered(rows);
        List<Field> output = new ArrayList<>();
        output.add(new Field("op", DataType.string().withNullable(false)));
        output.addAll(gathered.output());
        return Operations.changing(
                new OperatorSpec.ChangelogColumn(),
                "ChangelogColumn",
                "changelog",
                List.of(gathered),
                output,
                gathered.distribution(),
                gathered.estimate(),
                Changes.INSERT_ONLY,
                List.of(BeforeNeed.ALWAYS));
    }

    /** @param rows as the table stores them */
    PhysicalNode insert(PhysicalNode rows, InsertTarget target, Connectors connectors) {
        CatalogTable table = target.table();
        List<Field> stored = table.columns().stream()
                .filter(ColumnDefinition::isWritten)
                .map(column -> new Field(column.name(), column.type()))
                .toList();
        TableSink tableSink = connectors.get(table.connector()).sink(table.forConnector());
        SinkPlan plan = tableSink.plan(new SinkRequest(target.overwrite(), target.staticPartition(), scope.mode()));
        PhysicalNode named = named(Operations.convert(rows, stored), stored);
        SinkChanges changes = new SinkChanges(scope, table, stored, target.conflict());
        SinkChanges.Taken taken = changes.of(named, tableSink.changelogModes());
        SinkParallelism parallelism = new SinkParallelism(table, scope.parallelism());
        PhysicalNode distributed = parallelism.distributed(taken.rows(), plan.partitionBy(), changes.primaryKey());
        PhysicalNode sorted =
                plan.sortBy().isEmpty() || scope.isStream() ? distributed : sorted(distributed, plan.sortBy());
        String name = "(" + table.path().table() + ")";
        String meaning = table.path().toString().toLowerCase(Locale.ROOT);
        PhysicalNode written = plan.staging() == null
                ? sorted
                : Exchanges.hashed(
                        parallelism.of(staged(sorted, plan, name, meaning, taken.need())), List.of(PreparedRows.GROUP));
        return parallelism.of(sink(
                written,
                new OperatorSpec.TableWrite(plan.handle()),
                (plan.staging() == null ? "Write" : "Merge") + name,
                "write " + meaning,
                List.of(plan.description()),
                plan.staging() == null ? taken.need() : BeforeNeed.NEVER));
    }

    /** Rows are written where they are; what becomes of those of one group is merged in one task. */
    private static Operation staged(PhysicalNode rows, SinkPlan plan, String name, String meaning, BeforeNeed need) {
        return Operations.changing(
                new OperatorSpec.TableStage(plan.staging()),
                "Stage" + name,
                "stage " + meaning,
                List.of(rows),
                PreparedRows.FIELDS,
                rows.distribution().isSingle() ? Distribution.SINGLE : Distribution.ARBITRARY,
                Estimate.ofTypes(1, PreparedRows.FIELDS, false),
                Changes.INSERT_ONLY,
                List.of(need));
    }

    /** Writers know their columns by name, so a plan that got by without renaming them does it here. */
    private static PhysicalNode named(PhysicalNode rows, List<Field> stored) {
        List<String> names = stored.stream().map(Field::name).toList();
        boolean same = rows.output().stream().map(Field::name).toList().equals(names);
        return same ? rows : Operations.projection(rows, List.copyOf(Operations.allColumns(rows)), names);
    }

    private static PhysicalNode sorted(PhysicalNode rows, List<Integer> columns) {
        List<SortKey> keys =
                columns.stream().map(column -> new SortKey(column, true, true)).toList();
        return SortPlanning.sortedLocally(rows, keys);
    }

    private static Operation sink(
            PhysicalNode input, OperatorSpec spec, String name, String meaning, List<String> notes, BeforeNeed need) {
        return new Operation(
                spec,
                name,
                meaning,
                List.of(input),
                List.of(),
                input.distribution(),
                input.ordering(),
                input.estimate().withColumns(List.of()),
                Changes.INSERT_ONLY,
                List.of(need),
                notes,
                0,
                Digests.of(spec, List.of(input)));
    }
}
