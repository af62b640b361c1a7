package io.blink.runtime.expression;

import static io.blink.core.function.ScalarFunction.*;
import static io.blink.runtime.expression.EvaluationKit.call;
import static io.blink.runtime.expression.EvaluationKit.input;
import static io.blink.runtime.expression.EvaluationKit.literal;

import io.blink.core.column.Batch;
import io.blink.core.column.BytesColumnBuilder;
import io.blink.core.column.Column;
import io.blink.core.column.Decimal128Column;
import io.blink.core.column.IntColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.expression.Expression;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Nanoseconds a row. Each fork evaluates all cases first, so that none is measured with a profile of its own. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(Batch.TARGET_ROWS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class ExpressionBenchmark {
    private static final int ROWS = Batch.TARGET_ROWS;
    private static final List<String> CASES = List.of(
            "filter",
            "filter2",
            "between",
            "add",
            "multiplyConstant",
            "price",
            "decimal",
            "decimalWide",
            "divide",
            "like",
            "prefix",
            "equal",
            "substring",
            "upper",
            "year",
            "case",
            "castText",
            "parse");

    @Param({
        "filter",
        "filter2",
        "between",
        "add",
        "multiplyConstant",
        "price",
        "decimal",
        "decimalWide",
        "divide",
        "like",
        "prefix",
        "equal",
        "substring",
        "upper",
        "year",
        "case",
        "castText",
        "parse"
    })
    public String what = "filter";

    private Batch batch;
    private Evaluator evaluator;
    private RowSelector selector;
    private final int[] positions = new int[ROWS];

    @Setup
    public void prepare() {
        batch = rows();
        for (String other : CASES) {
            for (int i = 0; i < 200; i++) {
                run(other);
            }
        }
        load(what);
    }

    private void load(String name) {
        Expression expression = expression(name);
        boolean predicate = expression.type().kind() == io.blink.core.type.TypeKind.BOOLEAN;
        selector = predicate ? ExpressionCompiler.compilePredicate(expression, EvaluationKit.CONTEXT) : null;
        evaluator = predicate ? null : ExpressionCompiler.compile(expression, EvaluationKit.CONTEXT);
    }

    private Object run(String name) {
        load(name);
        return evaluate();
    }

    @Benchmark
    public Object evaluate() {
        return selector != null ? (Object) selector.select(batch, positions) : evaluator.evaluate(batch);
    }

    private static Batch rows() {
        Random random = new Random(1);
        long[] longs = new long[ROWS];
        long[] others = new long[ROWS];
        long[] high = new long[ROWS];
        int[] days = new int[ROWS];
        BytesColumnBuilder texts = new BytesColumnBuilder(ROWS);
        BytesColumnBuilder numbers = new BytesColumnBuilder(ROWS);
        for (int i = 0; i < ROWS; i++) {
            longs[i] = random.nextInt(10_000);
            others[i] = 1 + random.nextInt(10_000);
            days[i] = random.nextInt(20_000);
            StringBuilder text = new StringBuilder();
            for (int length = 10 + random.nextInt(30); length > 0; length--) {
                text.append((char) ('a' + random.nextInt(26)));
            }
            texts.append(text.toString());
            numbers.append(Integer.toString(random.nextInt()));
        }
        Column wide = new Decimal128Column(ROWS, high, longs, null);
        return new Batch(
                ROWS,
                List.of(
                        new LongColumn(ROWS, longs, null),
                        new LongColumn(ROWS, others, null),
                        new IntColumn(ROWS, days, null),
                        texts.build(),
                        wide,
                        numbers.build()));
    }

    private static Expression expression(String name) {
        Expression a = input(0, "BIGINT");
        Expression b = input(1, "BIGINT");
        Expression price = input(0, "DECIMAL(7, 2)");
        Expression other = input(1, "DECIMAL(7, 2)");
        Expression text = input(3, "STRING");
        return switch (name) {
            case "filter" -> call(LESS_THAN, "BOOLEAN", a, literal("BIGINT", "5000"));
            case "filter2" ->
                call(
                        AND,
                        "BOOLEAN",
                        call(LESS_THAN, "BOOLEAN", a, literal("BIGINT", "5000")),
                        call(GREATER_THAN, "BOOLEAN", b, literal("BIGINT", "5000")));
            case "between" ->
                call(BETWEEN, "BOOLEAN", input(2, "DATE"), literal("DATE", "5000"), literal("DATE", "9000"));
            case "add" -> call(ADD, "BIGINT", a, b);
            case "multiplyConstant" -> call(MULTIPLY, "BIGINT", a, literal("BIGINT", "3"));
            case "price" -> call(MULTIPLY, "DECIMAL(14, 4)", price, other);
            case "decimal" -> call(ADD, "DECIMAL(8, 2)", price, other);
            case "decimalWide" -> call(ADD, "DECIMAL(38, 2)", input(4, "DECIMAL(30, 2)"), other);
            case "divide" -> call(DIVIDE, "DECIMAL(17, 10)", price, other);
            case "like" -> call(LIKE, "BOOLEAN", text, literal("STRING", "%green%"));
            case "prefix" -> call(LIKE, "BOOLEAN", text, literal("STRING", "ab%"));
            case "equal" -> call(EQUALS, "BOOLEAN", text, literal("STRING", "abcdefghijklmn"));
            case "substring" -> call(SUBSTRING, "STRING", text, literal("INT", "2"), literal("INT", "5"));
            case "upper" -> call(UPPER, "STRING", text);
            case "year" -> call(EXTRACT, "BIGINT", literal("STRING", "YEAR"), input(2, "DATE"));
            case "case" ->
                call(
                        CASE,
                        "BIGINT",
                        call(LESS_THAN, "BOOLEAN", a, literal("BIGINT", "5000")),
                        b,
                        literal("BIGINT", "0"));
            case "castText" -> call(CAST, "STRING", a);
            case "parse" -> call(CAST, "INT", input(5, "STRING"));
            default -> throw new IllegalArgumentException(name);
        };
    }

    public static void main(String[] arguments) throws RunnerException {
        new Runner(new OptionsBuilder()
                        .include(ExpressionBenchmark.class.getSimpleName())
                        .build())
                .run();
    }
}
