package io.blink.sql.logical.rewrite;

import java.util.function.Predicate;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;

/** Questions about whole trees, and what is done to all of their expressions. */
public final class Trees {
    private Trees() {}

    public static boolean contains(RelNode tree, Class<? extends RelNode> kind) {
        return any(tree, kind::isInstance);
    }

    public static boolean any(RelNode tree, Predicate<RelNode> test) {
        return test.test(tree) || tree.getInputs().stream().anyMatch(input -> any(input, test));
    }

    /** Whether some expression of some node, at any depth of the expression, passes the test. */
    public static boolean anyExpression(RelNode tree, Predicate<RexNode> test) {
        return countExpressions(tree, test) > 0;
    }

    /** How many calls and sub-queries in expressions of all nodes pass the test. */
    public static int countExpressions(RelNode tree, Predicate<RexNode> test) {
        ExpressionCounter counter = new ExpressionCounter(test);
        count(tree, counter);
        return counter.found;
    }

    /** The tree with what the shuttle makes of the expressions of each node, inputs first. */
    public static RelNode withExpressions(RelNode tree, RexShuttle shuttle) {
        return tree.accept(new RelHomogeneousShuttle() {
            @Override
            public RelNode visit(RelNode other) {
                return super.visit(other).accept(shuttle);
            }
        });
    }

    private static void count(RelNode node, ExpressionCounter counter) {
        node.accept(counter);
        node.getInputs().forEach(input -> count(input, counter));
    }

    private static final class ExpressionCounter extends RexShuttle {
        private final Predicate<RexNode> test;
        private int found;

        private ExpressionCounter(Predicate<RexNode> test) {
            this.test = test;
        }

        @Override
        public RexNode visitCall(org.apache.calcite.rex.RexCall call) {
            count(call);
            return super.visitCall(call);
        }

        @Override
        public RexNode visitSubQuery(org.apache.calcite.rex.RexSubQuery subQuery) {
            count(subQuery);
            return subQuery;
        }

        @Override
        public RexNode visitOver(org.apache.calcite.rex.RexOver over) {
            count(over);
            return super.visitOver(over);
        }

        private void count(RexNode expression) {
            if (test.test(expression)) {
                found++;
            }
        }
    }
}
