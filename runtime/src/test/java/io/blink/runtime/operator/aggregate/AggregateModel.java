package io.blink.runtime.operator.aggregate;

import io.blink.core.column.Batch;
import io.blink.core.plan.AggregateCall;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.runtime.operator.kit.Rows;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** Aggregation as a textbook has it: rows by key in a map, each aggregate computed from the list of its values. */
public final class AggregateModel {
    private AggregateModel() {}

    public static List<List<Object>> aggregate(OperatorSpec.Aggregate spec, List<Batch> input) {
        Map<List<Object>, List<List<Object>>> groups = new LinkedHashMap<>();
        if (spec.groupKeys().isEmpty()) {
            groups.put(List.of(), new ArrayList<>());
        }
        for (List<Object> row : Rows.of(input)) {
            List<Object> key = new ArrayList<>();
            spec.groupKeys().forEach(column -> key.add(row.get(column)));
            groups.computeIfAbsent(key, k -> new ArrayList<>()).add(row);
        }
        List<List<Object>> results = new ArrayList<>();
        groups.forEach((key, rows) -> {
            List<Object> result = new ArrayList<>(key);
            spec.calls().forEach(call -> result.add(value(call, rows)));
            results.add(result);
        });
        return results;
    }

    /** One aggregate of some rows. */
    public static Object value(AggregateCall call, List<List<Object>> rows) {
        List<List<Object>> taken = new ArrayList<>();
        for (List<Object> row : rows) {
            boolean passes = call.filterColumn() < 0 || Long.valueOf(1).equals(row.get(call.filterColumn()));
            List<Object> arguments = new ArrayList<>();
            call.arguments().forEach(column -> arguments.add(row.get(column)));
            if (passes && !arguments.contains(null)) {
                taken.add(arguments);
            }
        }
        if (call.distinct()) {
            taken = new ArrayList<>(new LinkedHashSet<>(taken));
        }
        List<Object> values = taken.stream()
                .map(arguments -> arguments.isEmpty() ? null : arguments.get(0))
                .toList();
        return values(call, values);
    }

    private static Object values(AggregateCall call, List<Object> values) {
        switch (call.function()) {
            case COUNT, COUNT_ALL:
                return (long) values.size();
            default:
                break;
        }
        if (values.isEmpty()) {
            return null;
        }
        DataType argument = call.argumentTypes().get(0);
        double[] doubles = argument.kind().isNumeric()
                ? values.stream()
                        .mapToDouble(value -> decimal(value, argument).doubleValue())
                        .toArray()
                : new double[0];
        return switch (call.function()) {
            case SUM -> sum(call, values, doubles);
            case AVG -> average(call, values, doubles);
            case MIN, BOOL_AND -> values.stream().min(order()).orElseThrow();
            case MAX, BOOL_OR -> values.stream().max(order()).orElseThrow();
            case VAR_POP -> variance(doubles, 0);
            case VAR_SAMP -> variance(doubles, 1);
            case STDDEV_POP -> root(variance(doubles, 0));
            case STDDEV_SAMP -> root(variance(doubles, 1));
            case ANY_VALUE, SINGLE_VALUE -> values.get(0);
            case CONCATENATE ->
                String.join("", values.stream().map(String.class::cast).toList());
            case BIT_XOR -> values.stream().mapToLong(value -> (Long) value).reduce(0, (left, right) -> left ^ right);
            case MODE -> mode(values);
            default -> throw new IllegalArgumentException(call.function().name());
        };
    }

    private static Object mode(List<Object> values) {
        Map<Object, Integer> counts = new LinkedHashMap<>();
        values.forEach(value -> counts.merge(value, 1, Integer::sum));
        int most = counts.values().stream().max(Comparator.naturalOrder()).orElseThrow();
        return counts.keySet().stream()
                .filter(value -> counts.get(value) == most)
                .min(order())
                .orElseThrow();
    }

    private static BigDecimal decimal(Object value, DataType type) {
        if (value instanceof Double number) {
            return new BigDecimal(number);
        }
        BigInteger unscaled = value instanceof BigInteger big ? big : BigInteger.valueOf((Long) value);
        return new BigDecimal(unscaled, type.scale());
    }

    private static Object sum(AggregateCall call, List<Object> values, double[] doubles) {
        DataType argument = call.argumentTypes().get(0);
        if (argument.kind() == TypeKind.FLOAT || argument.kind() == TypeKind.DOUBLE) {
            return Arrays.stream(doubles).sum();
        }
        BigInteger sum = exactSum(values, argument).unscaledValue();
        return argument.kind() == TypeKind.DECIMAL ? (Object) sum : (Object) sum.longValueExact();
    }

    private static BigDecimal exactSum(List<Object> values, DataType argument) {
        BigDecimal sum = BigDecimal.valueOf(0, argument.scale());
        for (Object value : values) {
            sum = sum.add(decimal(value, argument));
        }
        return sum;
    }

    private static Object average(AggregateCall call, List<Object> values, double[] doubles) {
        DataType argument = call.argumentTypes().get(0);
        if (argument.kind() != TypeKind.DECIMAL) {
            return Arrays.stream(doubles).sum() / doubles.length;
        }
        return exactSum(values, argument)
                .divide(BigDecimal.valueOf(values.size()), call.type().scale(), RoundingMode.HALF_UP)
                .unscaledValue();
    }

    private static Double variance(double[] values, int lost) {
        double mean = Arrays.stream(values).average().orElseThrow();
        double squares = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        return values.length - lost <= 0 ? null : squares / (values.length - lost);
    }

    private static Double root(Double variance) {
        return variance == null ? null : Math.sqrt(variance);
    }

    @SuppressWarnings("unchecked")
    private static Comparator<Object> order() {
        return (left, right) -> {
            if (left instanceof String text) {
                return Arrays.compareUnsigned(
                        text.getBytes(StandardCharsets.UTF_8), ((String) right).getBytes(StandardCharsets.UTF_8));
            }
            if (left instanceof List<?> pair) {
                int firsts = ((Long) pair.get(0)).compareTo((Long) ((List<?>) right).get(0));
                return firsts != 0 ? firsts : ((Integer) pair.get(1)).compareTo((Integer) ((List<?>) right).get(1));
            }
            return ((Comparable<Object>) left).compareTo(right);
        };
    }
}
