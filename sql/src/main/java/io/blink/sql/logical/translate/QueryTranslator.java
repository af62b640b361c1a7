package io.blink.sql.logical.translate;

import io.blink.core.error.BlinkException;
import io.blink.core.expression.SourcePosition;
import io.blink.sql.AddedTables;
import io.blink.sql.PlannerContext;
import io.blink.sql.SqlErrorCode;
import io.blink.sql.catalog.BlinkCatalogReader;
import io.blink.sql.catalog.CatalogSchemas;
import io.blink.sql.function.user.UserFunctionTable;
import io.blink.sql.hint.SelectHints;
import io.blink.sql.logical.simplify.ConstantFolding;
import io.blink.sql.metadata.MetadataQueries;
import io.blink.sql.parser.GrammarParser;
import io.blink.sql.recursive.RecursiveQueries;
import io.blink.sql.type.BlinkRexBuilder;
import io.blink.sql.type.BlinkTypeFactory;
import io.blink.sql.validate.BlinkValidator;
import io.blink.sql.validate.ParseTreeRewriter;
import io.blink.sql.validate.SessionValues;
import io.blink.sql.validate.ValidationErrors;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.calcite.plan.Contexts;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.sql2rel.SqlToRelConverter;
import org.apache.calcite.tools.RelBuilder;

/** Validates parse trees and translates them to relations, sub-queries still in place. One for each statement. */
public final class QueryTranslator implements RelOptTable.ViewExpander {
    private static final int VIEW_DEPTH_MAX = 64;

    private final PlannerContext context;
    private final BlinkTypeFactory typeFactory = new BlinkTypeFactory();
    private final RelOptCluster cluster;
    private final RecursiveQueries recursive;
    private final BlinkCatalogReader catalogReader;
    private final SelectHints hints = new SelectHints();
    private int viewDepth;

    public QueryTranslator(PlannerContext context) {
        AddedTables tables = new AddedTables(context.catalogs());
        this.context = context.withCatalogs(tables);
        this.recursive = new RecursiveQueries(this.context, tables);
        HepPlanner planner = new HepPlanner(HepProgram.builder().build());
        planner.setExecutor(ConstantFolding.INSTANCE);
        this.cluster = RelOptCluster.create(planner, new BlinkRexBuilder(typeFactory));
        cluster.setMetadataQuerySupplier(MetadataQueries::create);
        this.catalogReader = BlinkCatalogReader.create(
                new CatalogSchemas(this.context), context.currentCatalog(), context.currentDatabase(), typeFactory);
    }

    public RelOptCluster cluster() {
        return cluster;
    }

    /** What the user should know of what was translated. */
    public List<String> notices() {
        return hints.notices();
    }

    public RelBuilder relBuilder() {
        return RelBuilder.proto(Contexts.empty()).create(cluster, catalogReader);
    }

    /** @param tree is rewritten by validation; must not be used again */
    public RelRoot translate(SqlNode tree) {
        return translate(recursive.replaced(tree, context), catalogReader);
    }

    private RelRoot translate(SqlNode tree, BlinkCatalogReader reader) {
        BlinkValidator validator = validator(reader);
        try {
            SqlNode ofSession = tree.accept(new SessionValues(context));
            SqlNode validated = validator.validate(ParseTreeRewriter.rewrite(ofSession));
            return converter(validator, reader).convertQuery(validated, false, true);
        } catch (CalciteContextException e) {
            throw ValidationErrors.describe(e, reader.usedTables(), context);
        }
    }

    private BlinkValidator validator(BlinkCatalogReader reader) {
        List<String> path = reader.getSchemaPaths().get(0);
        return new BlinkValidator(
                reader, typeFactory, new UserFunctionTable(context.catalogs(), path.get(0), path.get(1)));
    }

    /** An expression over the columns of a row: of a computed column or a watermark. */
    RexNode translateExpression(SqlNode expression, RelDataType row, RexBuilder rexBuilder) {
        BlinkValidator validator = validator(catalogReader);
        Map<String, RelDataType> types = new TreeMap<>();
        Map<String, RexNode> columns = new TreeMap<>();
        for (RelDataTypeField field : row.getFieldList()) {
            types.put(field.getName(), field.getType());
            columns.put(field.getName(), rexBuilder.makeInputRef(field.getType(), field.getIndex()));
        }
        SqlNode tree = ParseTreeRewriter.rewrite(expression).accept(new ColumnSpelling(row));
        try {
            SqlNode validated = validator.validateParameterizedExpression(tree, types);
            return converter(validator, catalogReader).convertExpression(validated, columns);
        } catch (CalciteContextException e) {
            throw ValidationErrors.describe(e, catalogReader.usedTables(), context);
        }
    }

    @Override
    public RelRoot expandView(RelDataType rowType, String text, List<String> schemaPath, List<String> viewPath) {
        if (++viewDepth > VIEW_DEPTH_MAX) {
            throw new BlinkException(
                    SqlErrorCode.INVALID_QUERY,
                    "The view " + String.join(".", viewPath) + " refers to itself, or views are nested deeper than "
                            + VIEW_DEPTH_MAX);
        }
        try {
            SqlNode tree = recursive.replaced(
                    GrammarParser.parseQuery(text, new SourcePosition(1, 1)),
                    context.withCurrent(schemaPath.get(0), schemaPath.get(1)));
            RelNode rel =
                    translate(tree, catalogReader.withSchemaPath(schemaPath)).project();
            if (rel.getRowType().getFieldCount() != rowType.getFieldCount()) {
                throw new BlinkException(
                        SqlErrorCode.INVALID_QUERY,
                        "its query now gives " + rel.getRowType().getFieldCount() + " columns instead of "
                                + rowType.getFieldCount() + "; create the view anew");
            }
            return RelRoot.of(
                    relBuilder().push(rel).convert(rowType, true).build(), org.apache.calcite.sql.SqlKind.SELECT);
        } catch (BlinkException e) {
            throw new BlinkException(e.code(), "In the view " + String.join(".", viewPath) + ": " + e.getMessage(), e);
        } finally {
            viewDepth--;
        }
    }

    private SqlToRelConverter converter(BlinkValidator validator, BlinkCatalogReader reader) {
        SqlToRelConverter.Config config = SqlToRelConverter.config()
                .withExpand(false)
                .withTrimUnusedFields(false)
                .withInSubQueryThreshold(Integer.MAX_VALUE)
                .withRelBuilderConfigTransform(
                        builder -> builder.withBloat(-1).withSimplify(false).withSimplifyValues(true))
                .withHintStrategyTable(TableHints.strategies());
        return new PositionedSubQueries(hints, this, validator, reader, cluster, Convertlets.INSTANCE, config);
    }

    /** The parameters of an expression are found by exact name: spells columns as the table does. */
    private static final class ColumnSpelling extends SqlShuttle {
        private final RelDataType row;

        private ColumnSpelling(RelDataType row) {
            this.row = row;
        }

        @Override
        public SqlNode visit(SqlIdentifier identifier) {
            RelDataTypeField field = identifier.isSimple() ? row.getField(identifier.getSimple(), false, false) : null;
            return field == null ? identifier : new SqlIdentifier(field.getName(), identifier.getParserPosition());
        }
    }
}
