package io.blink.client.function;

import java.util.LinkedHashMap;
import java.util.Map;

/** The functions of the tests, as a user would write them. */
final class FunctionSources {
    private static final String IMPORTS = """
            package acme;
            import io.blink.core.spi.function.*;
            import java.math.BigDecimal;
            import java.time.*;
            import java.util.*;
            """;

    private final Map<String, String> sources = new LinkedHashMap<>();

    static Map<String, String> all() {
        FunctionSources all = new FunctionSources();
        all.scalars();
        all.tables();
        all.aggregates();
        return all.sources;
    }

    private void add(String name, String text) {
        sources.put("acme." + name, IMPORTS + text);
    }

    private void scalars() {
        add("Add", """
                public final class Add extends ScalarFunction {
                    public int eval(int a, int b) { return a + b; }
                    public long eval(long a, long b) { return a + b + 1000; }
                    public String eval(String a, String b) { return a == null ? "none" : a + "+" + b; }
                    public double eval(double... all) { double sum = 0; for (double d : all) sum += d; return sum; }
                }
                """);
        add("Types", """
                public final class Types extends ScalarFunction {
                    public @DataTypeHint("DECIMAL(12, 3)") BigDecimal eval(BigDecimal value) {
                        return value == null ? null : value.multiply(new BigDecimal("1.5"));
                    }
                    public LocalDate eval(LocalDate day) { return day.plusDays(1); }
                    public LocalDateTime eval(LocalDateTime time) { return time.plusNanos(1_000_000); }
                    public Instant eval(Instant time) { return time.plusSeconds(1); }
                    public Boolean eval(Boolean value) { return value == null ? null : !value; }
                    public List<Integer> eval(Integer[] values) {
                        List<Integer> reversed = new ArrayList<>(Arrays.asList(values));
                        Collections.reverse(reversed);
                        return reversed;
                    }
                    public Map<String, Long> eval(Map<String, Long> values) {
                        Map<String, Long> turned = new LinkedHashMap<>();
                        values.forEach((key, value) -> turned.put(key + "!", value == null ? null : value + 1));
                        return turned;
                    }
                    public byte[] eval(byte[] bytes) { return new byte[] {(byte) bytes.length}; }
                }
                """);
        add("Pair", """
                public final class Pair extends ScalarFunction {
                    public record Point(int x, String name) {}
                    public static class Box { public Point at; public Double size; }
                    public Box eval(int x, String name, Double size) {
                        Box box = new Box();
                        box.at = new Point(x, name);
                        box.size = size;
                        return box;
                    }
                    public String eval(Box box) { return box.at.name() + box.at.x() + ":" + box.size; }
                    @FunctionHint(output = @DataTypeHint("ROW<low BIGINT, high BIGINT>"))
                    public Row eval(Long value) { return Row.of(value - 1, value + 1); }
                }
                """);
        add("AnyText", """
                public final class AnyText extends ScalarFunction {
                    public String eval(@DataTypeHint(inputGroup = InputGroup.ANY) Object value) {
                        return value == null ? "null" : value.getClass().getSimpleName() + ":" + value;
                    }
                }
                """);
        add("Counter", """
                public final class Counter extends ScalarFunction {
                    private long count;
                    private String prefix;
                    @Override public void open(FunctionContext context) {
                        prefix = context.getJobParameter("prefix", context.getFunctionName());
                    }
                    @Override public boolean isDeterministic() { return false; }
                    public String eval() { return prefix + count++; }
                }
                """);
        add("Fails", """
                public final class Fails extends ScalarFunction {
                    public int eval(int value) {
                        if (value == 3) { return deeper(value); }
                        return value;
                    }
                    private int deeper(int value) { throw new IllegalStateException("no " + value); }
                }
                """);
        add("Doubled", """
                import io.blink.core.column.*;
                import io.blink.core.type.*;
                public final class Doubled extends VectorizedFunction {
                    @Override public DataType resultType(List<DataType> types) {
                        if (types.size() != 1) { throw new IllegalArgumentException("one BIGINT"); }
                        return DataType.of(TypeKind.BIGINT).withNullable(types.get(0).nullable());
                    }
                    @Override public List<DataType> argumentTypes(List<DataType> given) {
                        return given.size() == 1 ? List.of(DataType.of(TypeKind.BIGINT)) : given;
                    }
                    @Override public Column evaluate(List<Column> arguments, int rows) {
                        LongColumn values = (LongColumn) arguments.get(0);
                        long[] doubled = new long[rows];
                        for (int i = 0; i < rows; i++) { doubled[i] = 2 * values.values()[i]; }
                        return new LongColumn(rows, doubled, values.nulls());
                    }
                }
                """);
        add("NotAFunction", "public final class NotAFunction {}");
    }

    private void tables() {
        add("Split", """
                @FunctionHint(output = @DataTypeHint("ROW<word STRING, length INT>"))
                public final class Split extends TableFunction<Row> {
                    public void eval(String text) {
                        for (String word : text.split(" ")) {
                            if (!word.isEmpty()) { collect(Row.of(word, word.length())); }
                        }
                    }
                }
                """);
        add("UpTo", """
                public final class UpTo extends TableFunction<Integer> {
                    public void eval(int end) { for (int i = 1; i <= end; i++) { collect(i); } }
                }
                """);
    }

    private void aggregates() {
        add("WeightedAverage", """
                public final class WeightedAverage extends AggregateFunction<Double, WeightedAverage.Sums> {
                    public static class Sums { public long weights; public double sum; }
                    @Override public Sums createAccumulator() { return new Sums(); }
                    @Override public Double getValue(Sums sums) { return sums.weights == 0 ? null : sums.sum / sums.weights; }
                    public void accumulate(Sums sums, double value, int weight) {
                        sums.sum += value * weight;
                        sums.weights += weight;
                    }
                    public void merge(Sums sums, Iterable<Sums> others) {
                        for (Sums other : others) { sums.sum += other.sum; sums.weights += other.weights; }
                    }
                }
                """);
        add("Longest", """
                public final class Longest extends AggregateFunction<String, StringBuilder> {
                    @Override public StringBuilder createAccumulator() { return new StringBuilder(); }
                    @Override public String getValue(StringBuilder longest) { return longest.toString(); }
                    public void accumulate(StringBuilder longest, String text) {
                        if (text != null && text.length() > longest.length()) { longest.setLength(0); longest.append(text); }
                    }
                }
                """);
        add("Collected", """
                public final class Collected extends AggregateFunction<List<Integer>, Collected.All> {
                    public static class All { public List<Integer> values = new ArrayList<>(); }
                    @Override public All createAccumulator() { return new All(); }
                    @Override public @DataTypeHint("ARRAY<INT>") List<Integer> getValue(All all) {
                        List<Integer> sorted = new ArrayList<>(all.values);
                        Collections.sort(sorted);
                        return sorted;
                    }
                    public void accumulate(All all, int value) { all.values.add(value); }
                    public void merge(All all, Iterable<All> others) { others.forEach(other -> all.values.addAll(other.values)); }
                }
                """);
    }
}
