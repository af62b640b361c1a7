package io.blink.sql.physical;

import io.blink.core.expression.Expression;
import io.blink.core.expression.Literal;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.type.Field;
import io.blink.sql.expression.Casts;
import io.blink.sql.expression.Literals;
import io.blink.sql.physical.node.Distribution;
import io.blink.sql.physical.node.Estimate;
import io.blink.sql.physical.node.Operations;
import io.blink.sql.physical.node.PhysicalNode;
import io.blink.sql.physical.node.PlanErrors;
import io.blink.sql.type.TypeMapping;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rex.RexLiteral;

/** Rows that stand in the statement, as literals of their columns' types. */
final class ValuesPlanning {
    private ValuesPlanning() {}

    static PhysicalNode plan(Values values) {
        List<Field> fields = TypeMapping.toFields(values.getRowType());
        List<List<Literal>> rows = new ArrayList<>();
        for (List<RexLiteral> tuple : values.getTuples()) {
            List<Literal> row = new ArrayList<>();
            for (int i = 0; i < tuple.size(); i++) {
                row.add(literal(tuple.get(i), fields.get(i)));
            }
            rows.add(row);
        }
        return Operations.operation(
                new OperatorSpec.Values(rows),
                "Values",
                "values",
                List.of(),
                fields,
                Distribution.SINGLE,
                List.of(),
                Estimate.ofTypes(rows.size(), fields, true),
                List.of());
    }

    private static Literal literal(RexLiteral literal, Field field) {
        Expression converted = Casts.to(Literals.translate(literal), field.type(), null);
        if (converted instanceof Literal constant) {
            return new Literal(constant.value(), field.type());
        }
        throw PlanErrors.unsupported("the value " + literal + " does not fit its column's type " + field.type());
    }
}
