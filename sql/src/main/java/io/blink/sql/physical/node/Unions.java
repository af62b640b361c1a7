package io.blink.sql.physical.node;

import io.blink.core.plan.OperatorSpec;
import io.blink.core.type.Field;
import io.blink.sql.physical.node.Estimate.ColumnEstimate;
import java.util.ArrayList;
import java.util.List;

/** UNION ALL. Inputs that lie in one task are spread if others do not. */
public final class Unions {
    private Unions() {}

    public static PhysicalNode of(List<PhysicalNode> inputs, List<Field> fields) {
        if (inputs.size() == 1) {
            return inputs.get(0);
        }
        boolean single = inputs.stream().allMatch(input -> input.distribution().isSingle());
        List<PhysicalNode> placed =
                single ? inputs : inputs.stream().map(Exchanges::spread).toList();
        return Operations.operation(
                new OperatorSpec.Union(),
                "Union",
                "union",
                placed,
                fields,
                single ? Distribution.SINGLE : common(placed),
                List.of(),
                estimate(placed, fields),
                List.of());
    }

    /** Inputs that are all hashed alike stay so. */
    private static Distribution common(List<PhysicalNode> inputs) {
        Distribution first = inputs.get(0).distribution();
        return inputs.stream().allMatch(input -> input.distribution().equals(first)) ? first : Distribution.ARBITRARY;
    }

    private static Estimate estimate(List<PhysicalNode> inputs, List<Field> fields) {
        double rows = 0;
        boolean known = true;
        for (PhysicalNode input : inputs) {
            rows += input.estimate().rows();
            known &= input.estimate().known();
        }
        List<ColumnEstimate> columns = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            double distinct = 0;
            for (PhysicalNode input : inputs) {
                distinct = Math.max(distinct, input.estimate().columns().get(i).distinct());
            }
            columns.add(new ColumnEstimate(
                    distinct, rows, Estimate.width(fields.get(i).type())));
        }
        return new Estimate(rows, columns, known);
    }
}
