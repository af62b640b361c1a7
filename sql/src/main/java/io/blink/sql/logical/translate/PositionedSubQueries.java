package io.blink.sql.logical.translate;

import io.blink.sql.function.IgnoringNulls;
import io.blink.sql.hint.SelectHints;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.prepare.Prepare;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql2rel.SqlRexConvertletTable;
import org.apache.calcite.sql2rel.SqlToRelConverter;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Puts SINGLE_VALUE over a sub-query that is used as a value already when it is translated, where its place is known, so that a second row can be told
 * with it; the rule that makes joins of sub-queries finds one row for sure and adds no other. Marks what hints of a SELECT speak about. Lists of values are
 * no sub-queries ({@link ListTests}).
 */
final class PositionedSubQueries extends SqlToRelConverter {
    private final Set<SqlNode> inTranslation = Collections.newSetFromMap(new IdentityHashMap<>());

    private final SelectHints hints;

    PositionedSubQueries(
            SelectHints hints,
            RelOptTable.ViewExpander viewExpander,
            SqlValidator validator,
            Prepare.CatalogReader catalogReader,
            RelOptCluster cluster,
            SqlRexConvertletTable convertlets,
            Config config) {
        super(viewExpander, validator, catalogReader, cluster, convertlets, config);
        this.hints = hints;
    }

    @Override
    protected void convertSelectImpl(Blackboard blackboard, Blackboard outer, SqlSelect select) {
        hints.enter(select);
        super.convertSelectImpl(blackboard, outer, select);
        hints.leave();
    }

    @Override
    protected void convertFrom(Blackboard blackboard, SqlNode item, List<String> names) {
        hints.begin(item);
        super.convertFrom(blackboard, item, names);
        RelNode rows = blackboard.root();
        RelNode marked = rows == null ? null : hints.marked(item, rows);
        if (marked != rows) {
            blackboard.setRoot(marked, true);
        }
    }

    @Override
    protected RexNode convertExtendedExpression(SqlNode node, Blackboard blackboard) {
        if (ListTests.isListTest(node)) {
            return ListTests.comparisons((SqlCall) node, blackboard);
        }
        if (isOverIgnoringNulls(node) && inTranslation.add(node)) {
            try {
                return blackboard.convertExpression(node).accept(new NullTreatment(blackboard.getRexBuilder()));
            } finally {
                inTranslation.remove(node);
            }
        }
        if (node.getKind() != SqlKind.SCALAR_QUERY || !inTranslation.add(node)) {
            return null;
        }
        try {
            RexNode translated = blackboard.convertExpression(node);
            return translated instanceof RexSubQuery subQuery
                    ? subQuery.clone(singleRow(subQuery.rel, node.getParserPosition()))
                    : translated;
        } finally {
            inTranslation.remove(node);
        }
    }

    private static boolean isOverIgnoringNulls(SqlNode node) {
        return node.getKind() == SqlKind.OVER
                && ((SqlCall) node).operand(0) instanceof SqlCall call
                && call.getOperator() instanceof IgnoringNulls;
    }

    private static RelNode singleRow(RelNode query, SqlParserPos position) {
        Boolean single = query.getCluster().getMetadataQuery().areColumnsUnique(query, ImmutableBitSet.of());
        if (Boolean.TRUE.equals(single)) {
            return query;
        }
        AggregateCall value = AggregateCall.create(
                position,
                SqlStdOperatorTable.SINGLE_VALUE,
                false,
                false,
                false,
                List.of(),
                List.of(0),
                -1,
                null,
                RelCollations.EMPTY,
                true,
                query,
                null,
                null);
        return LogicalAggregate.create(query, List.of(), ImmutableBitSet.of(), null, List.of(value));
    }
}
