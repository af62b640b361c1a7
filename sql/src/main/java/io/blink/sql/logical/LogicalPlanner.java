package io.blink.sql.logical;

import io.blink.core.error.BlinkException;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.type.Field;
import io.blink.sql.PlannerContext;
import io.blink.sql.QueryText;
import io.blink.sql.QueryTree;
import io.blink.sql.SqlErrorCode;
import io.blink.sql.SqlOptions;
import io.blink.sql.Statement;
import io.blink.sql.fusion.SiblingAggregates;
import io.blink.sql.logical.rewrite.SetOperations;
import io.blink.sql.logical.simplify.CommonFactors;
import io.blink.sql.logical.simplify.Simplification;
import io.blink.sql.logical.simplify.StringComparisons;
import io.blink.sql.logical.subquery.SubQueries;
import io.blink.sql.logical.temporal.BatchVersions;
import io.blink.sql.logical.temporal.TemporalJoins;
import io.blink.sql.logical.translate.CastPositions;
import io.blink.sql.logical.translate.InsertRows;
import io.blink.sql.logical.translate.InsertTarget;
import io.blink.sql.logical.translate.InsertValues;
import io.blink.sql.logical.translate.LateRowsTarget;
import io.blink.sql.logical.translate.OverwrittenTables;
import io.blink.sql.logical.translate.QueryTranslator;
import io.blink.sql.logical.translate.TableExpansion;
import io.blink.sql.logical.window.GroupWindows;
import io.blink.sql.logical.window.SessionWindows;
import io.blink.sql.logical.window.WindowTableFunctions;
import io.blink.sql.over.OverExtraction;
import io.blink.sql.share.SubPlanSharing;
import io.blink.sql.type.TypeMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
        Rows rows = new Rows(root.project(), CastPositions.of(root.rel), fields(root), Optional.empty());
        return planner.optimized(List.of(rows)).get(0);
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

    /** The plans of INSERTs that run together: what they have in common is computed once. */
    public static List<LogicalPlan> planInserts(List<Statement.Insert> inserts, PlannerContext context) {
        LogicalPlanner planner = new LogicalPlanner(context);
        List<CatalogTable> tables = inserts.stream()
                .map(insert -> InsertRows.target(insert, context))
                .toList();
        List<Rows> rows = new ArrayList<>();
        for (int i = 0; i < inserts.size(); i++) {
            rows.add(planner.rows(inserts.get(i), tables.get(i)));
        }
        OverwrittenTables.check(
                inserts, rows.stream().map(of -> of.target().orElseThrow()).toList());
        return planner.optimized(rows);
    }

    /** Names and types of a query's columns: for CREATE VIEW and CREATE TABLE AS. Also the check that the query is valid. */
    public static List<Field> describe(QueryText query, PlannerContext context) {
        return fields(new LogicalPlanner(context).translate(query));
    }

    /** Rows and where they go, before they are optimized. */
    private record Rows(RelNode tree, CastPositions positions, List<Field> fields, Optional<InsertTarget> target) {}

    private LogicalPlan planInsert(Statement.Insert insert, CatalogTable table) {
        return optimized(List.of(rows(insert, table))).get(0);
    }

    private Rows rows(Statement.Insert insert, CatalogTable table) {
        RelBuilder builder = translator.relBuilder();
        InsertRows rows = new InsertRows(insert, table, builder);
        SqlNode tree = ((QueryTree) insert.query()).tree();
        RelRoot root = translate(InsertValues.placed(tree, rows.givenColumns()));
        RelNode shaped = rows.shape(root.project());
        return new Rows(
                shaped,
                CastPositions.of(root.rel),
                TypeMapping.toFields(shaped.getRowType()),
                Optional.of(rows.insertTarget()));
    }

    private RelRoot translate(QueryText query) {
        return translate(((QueryTree) query).tree());
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

    private List<LogicalPlan> optimized(List<Rows> rows) {
        try {
            List<RelNode> flat = rows.stream().map(of -> flat(of.tree())).toList();
            TableExpansion expansion = new TableExpansion(translator, flat, context.settings());
            boolean inserts = rows.get(0).target().isPresent();
            List<RelNode> optimized = optimize(flat, expansion, inserts);
            List<LogicalPlan> plans = new ArrayList<>();
            for (int i = 0; i < rows.size(); i++) {
                Rows of = rows.get(i);
                RelNode root = finished(optimized.get(i), of);
                plans.add(new LogicalPlan(root, of.fields(), of.target(), expansion.unbounded(), translator.notices()));
            }
            return plans;
        } catch (BlinkException e) {
            throw e;
        } catch (RuntimeException | AssertionError e) {
            throw defect(e);
        }
    }

    private RelNode flat(RelNode tree) {
        return SubQueries.remove(TemporalJoins.rewrite(tree, translator.relBuilder()), translator.relBuilder());
    }

    private List<RelNode> optimize(List<RelNode> withoutSubQueries, TableExpansion expansion, boolean inserts) {
        List<RelNode> plain = withoutSubQueries.stream()
                .map(tree -> toPlainOperators(tree, expansion))
                .toList();
        boolean batch = !expansion.stream();
        boolean groupsEarly =
                batch && context.settings().get(SqlOptions.AGGREGATE_PHASES) != SqlOptions.AggregatePhases.ONE_PHASE;
        Set<String> lateColumns = batch || !inserts ? Set.of() : LateRowsTarget.columns(context);
        OptimizationPhases phases = new OptimizationPhases(translator.relBuilder(), batch, groupsEarly, lateColumns);
        return !batch || !context.settings().get(SqlOptions.REUSE_SUB_PLANS)
                ? plain.stream().map(tree -> phases.finish(phases.push(tree))).toList()
                : SubPlanSharing.optimize(plain, phases, translator.relBuilder());
    }

    private RelNode toPlainOperators(RelNode withoutSubQueries, TableExpansion expansion) {
        RexBuilder rexBuilder = translator.cluster().getRexBuilder();
        RelNode flat = StringComparisons.withoutCasts(withoutSubQueries, rexBuilder);
        RelNode tables = flat.accept(expansion);
        RelNode plainRows = expansion.stream() ? tables : BatchVersions.expand(tables, translator.relBuilder());
        RelNode known = windowed(plainRows, expansion);
        RelNode paired = SetOperations.withoutAll(known, translator.relBuilder());
        RelNode expanded = OverExtraction.extract(paired, translator.relBuilder());
        RelNode plain = CommonFactors.pull(
                Simplification.simplify(Rewrites.toPlainOperators(expanded), rexBuilder), rexBuilder);
        return expansion.stream() ? plain : SiblingAggregates.fuse(plain, translator.relBuilder());
    }

    private RelNode windowed(RelNode tree, TableExpansion expansion) {
        RelNode assigned = GroupWindows.expand(
                WindowTableFunctions.expand(tree, context.timeZone()), translator.relBuilder(), context.timeZone());
        return expansion.stream() ? assigned : SessionWindows.expand(assigned, translator.relBuilder());
    }

    private RelNode finished(RelNode optimized, Rows rows) {
        SupportedNodes.check(optimized);
        RexBuilder rexBuilder = translator.cluster().getRexBuilder();
        return named(
                rows.positions().restore(optimized, rexBuilder), rows.tree().getRowType());
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
