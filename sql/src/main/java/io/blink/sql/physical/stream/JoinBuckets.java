package io.blink.sql.physical.stream;

import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.expression.InputColumn;
import io.blink.core.expression.Literal;
import io.blink.core.function.ScalarFunction;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import io.blink.sql.expression.Casts;
import io.blink.sql.physical.node.Estimate;
import io.blink.sql.physical.node.Operations;
import io.blink.sql.physical.node.PhysicalNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Gives a join without a key one, so that it runs in as many tasks as there are: left rows are dealt out to buckets, and the right rows, which must be few, stand in each of them. State lies by the bucket.
 *
 * <pre>
 *   Join(c; L, R)  =>  Join(c AND hash(L.e) % 64 = R.bucket; L, Unnest(R, [-63 .. 63] AS bucket))
 * </pre>
 */
final class JoinBuckets {
    private static final DataType INT = DataType.of(TypeKind.INT).withNullable(false);
    /** A hash has a sign, and so has what is left of it. */
    private static final int GREATEST = 63;

    private JoinBuckets() {}

    /** Whether rows and their changes may be dealt out: those that are known by a key would lose it on the way. */
    static boolean mayDeal(PhysicalNode rows) {
        return rows.changes().insertOnly() || rows.changes().keys().isEmpty();
    }

    /** The bucket of a row, which a value of it decides. */
    static Expression bucket(Expression value) {
        Expression hash = new Call(
                ScalarFunction.MURMUR_HASH,
                List.of(text(value)),
                INT.withNullable(value.type().nullable()));
        Expression known = new Call(ScalarFunction.COALESCE, List.of(hash, constant(0)), INT);
        return new Call(ScalarFunction.MODULO, List.of(known, constant(GREATEST + 1)), INT);
    }

    private static Expression text(Expression value) {
        return Casts.to(value, DataType.string().withNullable(value.type().nullable()), null);
    }

    /** What differs between rows, as far as it has a short text. */
    static Expression content(PhysicalNode rows) {
        List<Expression> texts = new ArrayList<>();
        texts.add(new Literal("|", DataType.string().withNullable(false)));
        for (InputColumn column : Operations.allColumns(rows)) {
            switch (column.type().kind()) {
                case ARRAY, MAP, ROW, BINARY, VARBINARY -> {
                    // The other columns tell most rows apart.
                }
                default -> texts.add(text(column));
            }
        }
        return new Call(ScalarFunction.CONCAT_WS, texts, DataType.string().withNullable(false));
    }

    /** Each row once a bucket, with the bucket behind it. */
    static PhysicalNode everywhere(PhysicalNode rows) {
        int width = rows.output().size();
        DataType buckets = DataType.array(INT).withNullable(false);
        Expression all = new Call(ScalarFunction.SEQUENCE, List.of(constant(-GREATEST), constant(GREATEST)), buckets);
        PhysicalNode input = Operations.append(rows, List.of(all), "buckets$");
        List<Integer> own = IntStream.range(0, width).boxed().toList();
        List<Integer> positions = new ArrayList<>(own);
        positions.add(-1);
        List<Field> output = new ArrayList<>(rows.output());
        output.add(new Field("bucket$", INT));
        return Operations.operation(
                new OperatorSpec.Unnest(own, width, false, false),
                "Unnest",
                "each bucket",
                List.of(input),
                output,
                input.distribution().mapped(positions),
                List.of(),
                Estimate.ofTypes(
                        rows.estimate().rows() * (2 * GREATEST + 1),
                        output,
                        rows.estimate().known()),
                List.of());
    }

    private static Expression constant(int value) {
        return new Literal(String.valueOf(value), INT);
    }
}
