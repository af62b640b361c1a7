package io.blink.sql.physical.stream;

import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
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
 *   Join(c; L, R)  =>  Join(c AND L.bucket = R.bucket; Project(L, hash(e) % 64 AS bucket), Unnest(R, [-63 .. 63] AS bucket))
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

    /** The rows with their bucket behind them, which a value of theirs decides. */
    static PhysicalNode dealt(PhysicalNode rows, Expression value) {
        Expression text =
                Casts.to(value, DataType.string().withNullable(value.type().nullable()), null);
        Expression hash = new Call(
                ScalarFunction.MURMUR_HASH,
                List.of(text),
                INT.withNullable(value.type().nullable()));
        Expression known = new Call(ScalarFunction.COALESCE, List.of(hash, constant(0)), INT);
        Expression bucket = new Call(ScalarFunction.MODULO, List.of(known, constant(GREATEST + 1)), INT);
        return Operations.append(rows, List.of(bucket), "bucket$");
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
