package io.blink.sql.logical;

import java.util.function.Predicate;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;

/** Questions about whole trees. */
final class Trees {
    private Trees() {}

    static boolean contains(RelNode tree, Class<? extends RelNode> kind) {
        return any(tree, kind::isInstance);
    }

    static boolean any(RelNode tree, Predicate<RelNode> test) {
        return test.test(tree) || tree.getInputs().stream().anyMatch(input -> any(input, test));
    }

    /** Whether some expression of some node, at any depth of the expression, passes the test. */
    static boolean anyExpression(RelNode tree, Predicate<RexNode> test) {
        ExpressionFinder finder = new ExpressionFinder(test);
        return any(tree, node -> {
            node.accept(finder);
            return finder.found;
        });
    }

    private static final class ExpressionFinder extends RexShuttle {
        private final Predicate<RexNode> test;
        private boolean found;

        private ExpressionFinder(Predicate<RexNode> test) {
            this.test = test;
        }

        @Override
        public RexNode visitCall(org.apache.calcite.rex.RexCall call) {
            found |= test.test(call);
            return super.visitCall(call);
        }

        @Override
        public RexNode visitSubQuery(org.apache.calcite.rex.RexSubQuery subQuery) {
            found |= test.test(subQuery);
            return subQuery;
        }

        @Override
        public RexNode visitOver(org.apache.calcite.rex.RexOver over) {
            found |= test.test(over);
            return super.visitOver(over);
        }
    }
}
