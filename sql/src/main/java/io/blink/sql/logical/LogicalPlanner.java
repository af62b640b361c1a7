package io.blink.sql.logical;

import io.blink.core.error.BlinkException;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.type.Field;
import io.blink.sql.PlannerContext;
import io.blink.sql.QueryText;
import io.blink.sql.SqlErrorCode;
import io.blink.sql.SqlOptions;
import io.blink.sql.Statement;
import io.blink.sql.fusion.SiblingAggregates;
import io.blink.sql.over.OverExtraction;
import io.blink.sql.parser.CalciteQuery;
import io.blink.sql.share.SubPlanSharing;
import io.blink.sql.type.TypeMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.tools.RelBuilder;

/** The logical phase of planning: queries and inserts in, optimized trees out. */
public final class LogicalPlanner {
    private final PlannerContext context;
    private final QueryTranslator translator;

    private LogicalPlanner(PlannerContext context) {
        this.context = context;
        this.translator = new QueryTranslator(context);
    }

    /** The plan of a query. */
    public static LogicalPlan planQuery(QueryText query, PlannerContext context) {
        LogicalPlanner planner = new LogicalPlanner(context);
        RelRoot root = planner.translate(query);
        return planner.optimized(root.project(), CastPositions.of(root.rel), fields(root), Optional.empty());
    }

    /** The plan of an INSERT into a table of a catalog. */
    public static LogicalPlan planInsert(Statement.Insert insert, PlannerContext context) {
        LogicalPlanner planner = new LogicalPlanner(context);
        CatalogTable table = InsertRows.target(insert, context);
        return planner.planInsert(insert, table);
    }

    /** The same into a table that is given: of CREATE TABLE AS, where the catalog may not know it yet. */
    public static LogicalPlan planInsert(Statement.Insert insert, CatalogTable table, PlannerContext context) {
        return new LogicalPlanner(context).planInsert(insert, table);
    }

    /** Names and types of a query's columns: for CREATE VIEW and CREATE TABLE AS. Also the check that the query is valid. */
    public static List<Field> describe(QueryText query, PlannerContext context) {
        return fields(new LogicalPlanner(context).translate(query));
    }

    private LogicalPlan planInsert(Statement.Insert insert, CatalogTable table) {
        RelBuilder builder = translator.relBuilder();
        InsertRows rows = new InsertRows(insert, table, builder);
        SqlNode tree = ((CalciteQuery) insert.query()).tree();
        RelRoot root = translate(InsertValues.placed(tree, rows.givenColumns()));
        RelNode shaped = rows.shape(root.project());
        return optimized(
                shaped,
                CastPositions.of(root.rel),
                TypeMapping.toFields(shaped.getRowType()),
                Optional.of(rows.insertTarget()));
    }

    private RelRoot translate(QueryText query) {
        return translate(((CalciteQuery) query).tree());
    }

    private RelRoot translate(SqlNode tree) {
        try {
            return translator.translate(tree);
        } catch (AssertionError e) {
            throw defect(e);
        }
    }

    private static BlinkException defect(Throwable e) {
        return new BlinkException(
                SqlErrorCode.PLANNING_FAILED,
                "The statement could not be planned, which is a defect of the planner: " + e,
                e);
    }

    private LogicalPlan optimized(
            RelNode tree, CastPositions positions, List<Field> fields, Optional<InsertTarget> target) {
        try {
            RelNode flat = SubQueries.remove(tree, translator.relBuilder());
            TableExpansion expansion = new TableExpansion(translator, flat, context.settings());
            RelNode optimized = optimize(tree, positions, flat, expansion);
            return new LogicalPlan(optimized, fields, target, expansion.unbounded(), translator.notices());
        } catch (BlinkException e) {
            throw e;
        } catch (RuntimeException | AssertionError e) {
            throw defect(e);
        }
    }

    private RelNode optimize(
            RelNode tree, CastPositions positions, RelNode withoutSubQueries, TableExpansion expansion) {
        RelDataType row = tree.getRowType();
        RexBuilder rexBuilder = translator.cluster().getRexBuilder();
        RelNode flat = StringComparisons.withoutCasts(withoutSubQueries, rexBuilder);
        RelNode known = Windows.expandTableFunctions(flat.accept(expansion), translator.relBuilder());
        RelNode paired = SetOperations.withoutAll(known, translator.relBuilder());
        RelNode expanded = OverExtraction.extract(paired, translator.relBuilder());
        RelNode plain = CommonFactors.pull(
                Simplification.simplify(Rewrites.toPlainOperators(expanded), rexBuilder), rexBuilder);
        boolean bounded = !expansion.unbounded();
        RelNode fused = bounded ? SiblingAggregates.fuse(plain, translator.relBuilder()) : plain;
        boolean groupsEarly =
                bounded && context.settings().get(SqlOptions.AGGREGATE_PHASES) != SqlOptions.AggregatePhases.ONE_PHASE;
        OptimizationPhases phases = new OptimizationPhases(translator.relBuilder(), bounded, groupsEarly);
        RelNode optimized = !bounded || !context.settings().get(SqlOptions.REUSE_SUB_PLANS)
                ? phases.finish(phases.push(fused))
                : SubPlanSharing.optimize(fused, phases, translator.relBuilder());
        SupportedNodes.check(optimized);
        return named(positions.restore(optimized, rexBuilder), row);
    }

    /** The rules care for types and not for names: gives the last node the user's. */
    private RelNode named(RelNode tree, RelDataType row) {
        return translator.relBuilder().push(tree).rename(row.getFieldNames()).build();
    }

    private static List<Field> fields(RelRoot root) {
        List<Field> fields = new ArrayList<>();
        RelDataType row = root.rel.getRowType();
        root.fields.forEach(field -> fields.add(new Field(
                field.getValue(),
                TypeMapping.toCore(row.getFieldList().get(field.getKey()).getType()))));
        return fields;
    }
}
