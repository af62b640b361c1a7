package io.blink.sql.logical.translate;

import io.blink.sql.logical.rewrite.Trees;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Where casts of constants were written: simplification makes them anew without their places, which a failing one must name. */
public final class CastPositions {
    private final Map<RexNode, SqlParserPos> positions = new HashMap<>();

    private CastPositions() {}

    public static CastPositions of(RelNode tree) {
        CastPositions found = new CastPositions();
        RexVisitorImpl<Void> collector = new RexVisitorImpl<>(true) {
            @Override
            public Void visitCall(RexCall call) {
                if (isCast(call) && isKnown(call)) {
                    found.positions.putIfAbsent(call, call.getParserPosition());
                }
                return super.visitCall(call);
            }
        };
        Trees.anyExpression(tree, expression -> {
            expression.accept(collector);
            return false;
        });
        return found;
    }

    /** The tree with the places put back. */
    public RelNode restore(RelNode tree, RexBuilder rexBuilder) {
        if (positions.isEmpty()) {
            return tree;
        }
        RexShuttle shuttle = new RexShuttle() {
            @Override
            public RexNode visitCall(RexCall call) {
                RexNode visited = super.visitCall(call);
                SqlParserPos position = positions.get(visited);
                return position == null || isKnown((RexCall) visited)
                        ? visited
                        : placed((RexCall) visited, position, rexBuilder);
            }
        };
        return Trees.withExpressions(tree, shuttle);
    }

    private static RexNode placed(RexCall cast, SqlParserPos position, RexBuilder rexBuilder) {
        List<RexNode> operands = cast.getOperands();
        return rexBuilder.makeAbstractCast(
                position, cast.getType(), operands.get(0), cast.getKind() == SqlKind.SAFE_CAST);
    }

    private static boolean isCast(RexCall call) {
        return (call.getKind() == SqlKind.CAST || call.getKind() == SqlKind.SAFE_CAST)
                && call.getOperands().size() == 1;
    }

    private static boolean isKnown(RexCall call) {
        return call.getParserPosition() != null && call.getParserPosition().getLineNum() > 0;
    }
}
