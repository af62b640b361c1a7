package io.blink.sql.physical;

import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.SortKey;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.connector.Connectors;
import io.blink.core.spi.connector.SinkPlan;
import io.blink.core.spi.connector.SinkRequest;
import io.blink.core.type.Field;
import io.blink.sql.logical.LogicalPlan;
import io.blink.sql.logical.translate.InsertTarget;
import io.blink.sql.physical.node.Exchanges;
import io.blink.sql.physical.node.Operations;
import io.blink.sql.physical.node.PhysicalNode;
import io.blink.sql.physical.node.PhysicalNode.Operation;
import io.blink.sql.physical.node.PlanningScope;
import io.blink.sql.physical.sort.SortPlanning;
import java.util.List;
import java.util.Locale;

/** The end of a plan: a table's writers, or the client of the statement. */
final class SinkPlanning {
    private final PlanningScope scope;

    SinkPlanning(PlanningScope scope) {
        this.scope = scope;
    }

    PhysicalNode of(LogicalPlan plan, PhysicalNode rows, Connectors connectors) {
        return plan.target().isPresent() ? insert(rows, plan.target().get(), connectors) : result(rows, plan.fields());
    }

    /** One task hands the rows to the client, in order where there is one. */
    private PhysicalNode result(PhysicalNode rows, List<Field> fields) {
        PhysicalNode gathered = Exchanges.gathered(Operations.convert(rows, fields));
        return sink(gathered, new OperatorSpec.ResultSink(), "Result", "result", List.of());
    }

    /** @param rows as the table stores them */
    private PhysicalNode insert(PhysicalNode rows, InsertTarget target, Connectors connectors) {
        CatalogTable table = target.table();
        List<Field> stored = table.columns().stream()
                .filter(column -> column.computedAs() == null)
                .map(column -> new Field(column.name(), column.type()))
                .toList();
        SinkPlan plan = connectors
                .get(table.connector())
                .sink(table)
                .plan(new SinkRequest(target.overwrite(), target.staticPartition(), scope.mode()));
        PhysicalNode converted = named(Operations.convert(rows, stored), stored);
        PhysicalNode distributed =
                plan.partitionBy().isEmpty() ? converted : Exchanges.grouped(converted, plan.partitionBy());
        PhysicalNode sorted =
                plan.sortBy().isEmpty() || scope.isStream() ? distributed : sorted(distributed, plan.sortBy());
        return sink(
                sorted,
                new OperatorSpec.TableWrite(plan.handle()),
                "Write(" + table.path().table() + ")",
                "write " + table.path().toString().toLowerCase(Locale.ROOT),
                List.of(plan.description()));
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
            PhysicalNode input, OperatorSpec spec, String name, String meaning, List<String> notes) {
        return Operations.operation(
                spec,
                name,
                meaning,
                List.of(input),
                List.of(),
                input.distribution(),
                input.ordering(),
                input.estimate().withColumns(List.of()),
                notes);
    }
}
