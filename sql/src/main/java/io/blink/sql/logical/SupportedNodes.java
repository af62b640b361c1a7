package io.blink.sql.logical;

import io.blink.core.error.BlinkException;
import io.blink.sql.SqlErrorCode;
import io.blink.sql.function.AggregateOperators;
import io.blink.sql.logical.rewrite.GroupingSetExpansion;
import io.blink.sql.logical.rewrite.Trees;
import io.blink.sql.logical.subquery.LogicalUnnest;
import io.blink.sql.logical.temporal.LogicalVersions;
import io.blink.sql.logical.window.LogicalWatermark;
import io.blink.sql.logical.window.LogicalWindowAggregate;
import io.blink.sql.logical.window.LogicalWindowAssign;
import io.blink.sql.over.LogicalOver;
import io.blink.sql.share.LogicalShared;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Match;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.Optionality;

/** Holds that a finished plan has only nodes that the physical phase knows, and says of others what the user wrote. */
final class SupportedNodes {
    private SupportedNodes() {}

    static void check(RelNode tree) {
        if (Trees.anyExpression(tree, RexOver.class::isInstance)) {
            throw unsupported("OVER in this place");
        }
        visit(tree);
    }

    private static void visit(RelNode node) {
        boolean known = node instanceof TableScan
                || node instanceof Filter
                || node instanceof Project
                || node instanceof Join
                || node instanceof Aggregate
                || node instanceof Sort
                || node instanceof Values
                || (node instanceof Union union && union.all)
                || node instanceof LogicalUnnest
                || node instanceof LogicalShared
                || node instanceof LogicalWatermark
                || node instanceof LogicalWindowAssign
                || node instanceof LogicalVersions
                || node instanceof LogicalWindowAggregate
                || node instanceof LogicalOver
                || node instanceof Match;
        if (!known) {
            throw unsupported(whatItWas(node));
        }
        if (node instanceof Aggregate aggregate) {
            aggregate.getAggCallList().stream()
                    .filter(call -> !GroupingSetExpansion.isGrouping(call))
                    .forEach(SupportedNodes::check);
        }
        node.getInputs().forEach(SupportedNodes::visit);
    }

    private static void check(AggregateCall call) {
        boolean ordered = !call.getCollation().getFieldCollations().isEmpty();
        boolean knowsOrder = call.getAggregation().requiresGroupOrder() != Optionality.FORBIDDEN;
        boolean known = call.getAggregation().getKind() == SqlKind.SUM0
                || AggregateOperators.functionOf(call).isPresent();
        if (!known || ordered && !knowsOrder) {
            throw unsupported("the aggregate " + call.getAggregation().getName() + " in this form");
        }
    }

    private static String whatItWas(RelNode node) {
        return switch (node.getRelTypeName()) {
            case "LogicalIntersect" -> "INTERSECT ALL";
            case "LogicalMinus" -> "EXCEPT ALL";
            case "UnnestedElements" -> "UNNEST in a place that no join can express";
            case "LogicalTableFunctionScan" -> "this table function";
            case "LogicalSnapshot" ->
                "FOR SYSTEM_TIME AS OF outside of a join, or with a time that is no column of its left side (which can have PROCTIME() as one)";
            case "Sample" -> "TABLESAMPLE";
            default -> node.getRelTypeName();
        };
    }

    private static BlinkException unsupported(String what) {
        return new BlinkException(
                SqlErrorCode.QUERY_NOT_SUPPORTED, "The query uses " + what + ", which is not supported");
    }
}
