package io.blink.formats.parquet.metadata;

import static org.apache.parquet.filter2.predicate.FilterApi.binaryColumn;
import static org.apache.parquet.filter2.predicate.FilterApi.booleanColumn;
import static org.apache.parquet.filter2.predicate.FilterApi.doubleColumn;
import static org.apache.parquet.filter2.predicate.FilterApi.floatColumn;
import static org.apache.parquet.filter2.predicate.FilterApi.intColumn;
import static org.apache.parquet.filter2.predicate.FilterApi.longColumn;

import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.expression.InputColumn;
import io.blink.core.expression.Literal;
import io.blink.core.function.ScalarFunction;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.formats.ReadRequest;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.filter2.predicate.FilterPredicate;
import org.apache.parquet.filter2.predicate.Operators;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/**
 * The conjuncts that parquet-java can hold against the statistics of a row group: comparisons, BETWEEN and IN of a column with literals, IS NULL, and alternatives of these, for types that are
 * stored as they are compared. What it cannot use it leaves out: a filter only ever skips.
 */
public final class RowGroupFilter {
    /** IN lists beyond this are not worth a set in each row group. */
    private static final int MAX_IN_VALUES = 1000;

    private RowGroupFilter() {}

    /** All of them, for statistics. @param schema of the file */
    public static Optional<FilterPredicate> predicate(ReadRequest request, MessageType schema) {
        return predicate(request.conditions(), request, schema);
    }

    /** Those that ask for single values, for dictionaries and Bloom filters: parquet-java makes a set of a dictionary's boxed values for each condition. */
    public static Optional<FilterPredicate> equalities(ReadRequest request, MessageType schema) {
        List<Expression> equalities = request.conditions().stream()
                .filter(condition -> condition instanceof Call call
                        && (call.function() == ScalarFunction.EQUALS || call.function() == ScalarFunction.IN))
                .toList();
        return predicate(equalities, request, schema);
    }

    private static Optional<FilterPredicate> predicate(
            List<Expression> conditions, ReadRequest request, MessageType schema) {
        return conditions.stream()
                .filter(filter -> isStoredAsCompared(filter, request, schema))
                .map(filter -> conjunct(filter, request, schema))
                .flatMap(Optional::stream)
                .reduce(FilterApi::and);
    }

    /** Whether the file has its columns, of the very type that it compares: files may be older than their table's types. */
    private static boolean isStoredAsCompared(Expression filter, ReadRequest request, MessageType schema) {
        if (filter instanceof Call call) {
            return call.arguments().stream().allMatch(argument -> isStoredAsCompared(argument, request, schema));
        }
        if (!(filter instanceof InputColumn column)) {
            return true;
        }
        String name = storedName(request, column, schema);
        if (!schema.containsField(name) || !schema.getType(name).isPrimitive()) {
            return false;
        }
        PrimitiveTypeName stored = schema.getType(name).asPrimitiveType().getPrimitiveTypeName();
        return switch (column.type().kind()) {
            case TINYINT, SMALLINT, INT, DATE -> stored == PrimitiveTypeName.INT32;
            case DECIMAL ->
                isNumberOfScale(
                        schema.getType(name).asPrimitiveType(), column.type().scale());
            case BIGINT -> stored == PrimitiveTypeName.INT64;
            case FLOAT -> stored == PrimitiveTypeName.FLOAT;
            case DOUBLE -> stored == PrimitiveTypeName.DOUBLE;
            case VARCHAR -> stored == PrimitiveTypeName.BINARY;
            default -> false;
        };
    }

    private static boolean isNumberOfScale(PrimitiveType stored, int scale) {
        return stored.getPrimitiveTypeName() != PrimitiveTypeName.BINARY
                && stored.getLogicalTypeAnnotation() instanceof DecimalLogicalTypeAnnotation decimal
                && decimal.getScale() == scale;
    }

    /** As the file spells it, or as the table does if the file lacks the column. */
    private static String storedName(ReadRequest request, InputColumn column, MessageType schema) {
        String name = request.readColumns().get(column.index()).name();
        return schema.getFields().stream()
                .map(Type::getName)
                .filter(name::equalsIgnoreCase)
                .findFirst()
                .orElse(name);
    }

    private static Optional<FilterPredicate> conjunct(Expression filter, ReadRequest request, MessageType schema) {
        if (!(filter instanceof Call call)) {
            return Optional.empty();
        }
        List<Expression> arguments = call.arguments();
        if (call.function() == ScalarFunction.OR) {
            return anyOf(arguments, request, schema);
        }
        if (call.function() == ScalarFunction.IS_NULL && arguments.get(0) instanceof InputColumn column) {
            return Optional.of(isNull(stored(request, column, schema)));
        }
        if (arguments.size() < 2) {
            return Optional.empty();
        }
        if (arguments.get(0) instanceof InputColumn column && literals(arguments.subList(1, arguments.size()))) {
            List<Literal> values =
                    arguments.stream().skip(1).map(Literal.class::cast).toList();
            return compare(call.function(), stored(request, column, schema), column.type(), values);
        }
        if (arguments.size() == 2
                && arguments.get(1) instanceof InputColumn column
                && arguments.get(0) instanceof Literal value) {
            return compare(mirrored(call.function()), stored(request, column, schema), column.type(), List.of(value));
        }
        return Optional.empty();
    }

    /** Only if all of them can be held against statistics. */
    private static Optional<FilterPredicate> anyOf(
            List<Expression> alternatives, ReadRequest request, MessageType schema) {
        List<FilterPredicate> usable = alternatives.stream()
                .map(alternative -> conjunct(alternative, request, schema))
                .flatMap(Optional::stream)
                .toList();
        return usable.size() == alternatives.size() ? usable.stream().reduce(FilterApi::or) : Optional.empty();
    }

    private static FilterPredicate isNull(PrimitiveType stored) {
        String name = stored.getName();
        return switch (stored.getPrimitiveTypeName()) {
            case INT32 -> FilterApi.eq(intColumn(name), null);
            case INT64 -> FilterApi.eq(longColumn(name), null);
            case FLOAT -> FilterApi.eq(floatColumn(name), null);
            case DOUBLE -> FilterApi.eq(doubleColumn(name), null);
            case BOOLEAN -> FilterApi.eq(booleanColumn(name), null);
            case BINARY, FIXED_LEN_BYTE_ARRAY, INT96 -> FilterApi.eq(binaryColumn(name), null);
        };
    }

    private static PrimitiveType stored(ReadRequest request, InputColumn column, MessageType schema) {
        return schema.getType(storedName(request, column, schema)).asPrimitiveType();
    }

    private static boolean literals(List<Expression> arguments) {
        return arguments.size() <= MAX_IN_VALUES
                && arguments.stream().allMatch(argument -> argument instanceof Literal literal && !literal.isNull());
    }

    private static ScalarFunction mirrored(ScalarFunction function) {
        return switch (function) {
            case LESS_THAN -> ScalarFunction.GREATER_THAN;
            case LESS_OR_EQUAL -> ScalarFunction.GREATER_OR_EQUAL;
            case GREATER_THAN -> ScalarFunction.LESS_THAN;
            case GREATER_OR_EQUAL -> ScalarFunction.LESS_OR_EQUAL;
            default -> function;
        };
    }

    /** Writers leave NaN, which is larger than any number, out of a column's largest value. */
    private static boolean mayBeNotANumber(ScalarFunction function, DataType type, List<Literal> values) {
        boolean floating = type.kind() == TypeKind.FLOAT || type.kind() == TypeKind.DOUBLE;
        boolean noUpperBound = function == ScalarFunction.GREATER_THAN || function == ScalarFunction.GREATER_OR_EQUAL;
        return floating
                && (noUpperBound || values.stream().anyMatch(value -> Double.isNaN(Double.parseDouble(value.value()))));
    }

    private static Optional<FilterPredicate> compare(
            ScalarFunction function, PrimitiveType stored, DataType type, List<Literal> values) {
        String name = stored.getName();
        if (mayBeNotANumber(function, type, values)) {
            return Optional.empty();
        }
        return switch (type.kind()) {
            case DECIMAL -> compareDecimals(function, stored, type.scale(), values);
            case TINYINT, SMALLINT, INT, DATE ->
                comparison(
                        function,
                        intColumn(name),
                        values.stream()
                                .map(value -> Integer.valueOf(value.value()))
                                .toList());
            case BIGINT ->
                comparison(
                        function,
                        longColumn(name),
                        values.stream()
                                .map(value -> Long.valueOf(value.value()))
                                .toList());
            case FLOAT ->
                comparison(
                        function,
                        floatColumn(name),
                        values.stream()
                                .map(value -> Float.valueOf(value.value()))
                                .toList());
            case DOUBLE ->
                comparison(
                        function,
                        doubleColumn(name),
                        values.stream()
                                .map(value -> Double.valueOf(value.value()))
                                .toList());
            case VARCHAR ->
                comparison(
                        function,
                        binaryColumn(name),
                        values.stream()
                                .map(value -> Binary.fromString(value.value()))
                                .toList());
            default -> Optional.empty();
        };
    }

    /** Against unscaled numbers; values between two of these, or beyond all, are left to who reads the rows. */
    private static Optional<FilterPredicate> compareDecimals(
            ScalarFunction function, PrimitiveType stored, int scale, List<Literal> values) {
        int bytes =
                switch (stored.getPrimitiveTypeName()) {
                    case INT32 -> Integer.BYTES;
                    case INT64 -> Long.BYTES;
                    default -> stored.getTypeLength();
                };
        List<BigInteger> unscaled = new ArrayList<>();
        for (Literal value : values) {
            BigDecimal number = new BigDecimal(value.value()).stripTrailingZeros();
            if (number.scale() > scale || number.setScale(scale).unscaledValue().bitLength() >= bytes * Byte.SIZE) {
                return Optional.empty();
            }
            unscaled.add(number.setScale(scale).unscaledValue());
        }
        String name = stored.getName();
        return switch (stored.getPrimitiveTypeName()) {
            case INT32 ->
                comparison(
                        function,
                        intColumn(name),
                        unscaled.stream().map(BigInteger::intValueExact).toList());
            case INT64 ->
                comparison(
                        function,
                        longColumn(name),
                        unscaled.stream().map(BigInteger::longValueExact).toList());
            case FIXED_LEN_BYTE_ARRAY ->
                comparison(
                        function,
                        binaryColumn(name),
                        unscaled.stream().map(number -> fixed(number, bytes)).toList());
            default -> Optional.empty();
        };
    }

    /** Big-endian, of that many bytes. */
    private static Binary fixed(BigInteger number, int length) {
        byte[] bytes = new byte[length];
        byte[] digits = number.toByteArray();
        Arrays.fill(bytes, (byte) (number.signum() < 0 ? -1 : 0));
        System.arraycopy(digits, 0, bytes, length - digits.length, digits.length);
        return Binary.fromConstantByteArray(bytes);
    }

    private static <T extends Comparable<T>, C extends Operators.Column<T> & Operators.SupportsLtGt>
            Optional<FilterPredicate> comparison(ScalarFunction function, C column, List<T> values) {
        T first = values.get(0);
        return switch (function) {
            case EQUALS -> Optional.of(FilterApi.eq(equality(column), first));
            case LESS_THAN -> Optional.of(FilterApi.lt(column, first));
            case LESS_OR_EQUAL -> Optional.of(FilterApi.ltEq(column, first));
            case GREATER_THAN -> Optional.of(FilterApi.gt(column, first));
            case GREATER_OR_EQUAL -> Optional.of(FilterApi.gtEq(column, first));
            case BETWEEN ->
                Optional.of(FilterApi.and(FilterApi.gtEq(column, first), FilterApi.ltEq(column, values.get(1))));
            case IN -> {
                Set<T> distinct = new HashSet<>(values);
                yield Optional.of(FilterApi.in(equality(column), distinct));
            }
            default -> Optional.empty();
        };
    }

    @SuppressWarnings("unchecked")
    private static <T extends Comparable<T>, C extends Operators.Column<T> & Operators.SupportsEqNotEq> C equality(
            Operators.Column<T> column) {
        return (C) column;
    }
}
