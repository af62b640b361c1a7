package io.blink.sql.function;

import io.blink.core.plan.TimeWindow;
import java.util.Arrays;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.SqlWindowTableFunction;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandMetadata;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * {@code TUMBLE(TABLE t, DESCRIPTOR(ts), size[, offset])} and its kin: t with window_start, window_end and window_time, all of ts's type. Calls have their arguments by position and the keys of SESSION
 * behind them, as {@link io.blink.sql.validate} writes them:
 *
 * <pre>
 *   TUMBLE(t, DESCRIPTOR(ts), size[, offset])
 *   HOP(t, DESCRIPTOR(ts), slide, size[, offset])
 *   CUMULATE(t, DESCRIPTOR(ts), step, size[, offset])
 *   SESSION(t, DESCRIPTOR(ts), gap[, DESCRIPTOR(key, …)])
 * </pre>
 */
public final class WindowTableFunction extends SqlWindowTableFunction {
    private static final List<WindowTableFunction> ALL = Arrays.stream(TimeWindow.Kind.values())
            .map(WindowTableFunction::new)
            .toList();

    private final TimeWindow.Kind kind;

    private WindowTableFunction(TimeWindow.Kind kind) {
        super(kind.name(), new Operands(kind));
        this.kind = kind;
    }

    public static List<WindowTableFunction> all() {
        return ALL;
    }

    public TimeWindow.Kind windowKind() {
        return kind;
    }

    /** The names of the arguments, in order; the last one of all but SESSION may be left out. */
    public static List<String> parameters(TimeWindow.Kind kind) {
        return switch (kind) {
            case TUMBLE -> List.of("DATA", "TIMECOL", "SIZE", "OFFSET");
            case HOP -> List.of("DATA", "TIMECOL", "SLIDE", "SIZE", "OFFSET");
            case CUMULATE -> List.of("DATA", "TIMECOL", "STEP", "SIZE", "OFFSET");
            case SESSION -> List.of("DATA", "TIMECOL", "GAP");
        };
    }

    @Override
    public SqlReturnTypeInference getRowTypeInference() {
        return WindowTableFunction::rowType;
    }

    private static RelDataType rowType(SqlOperatorBinding binding) {
        RelDataTypeFactory factory = binding.getTypeFactory();
        RelDataType input = binding.getOperandType(0);
        RelDataType time =
                column(((SqlCallBinding) binding).operand(1), 0, input).getType();
        return factory.builder()
                .kind(input.getStructKind())
                .addAll(input.getFieldList())
                .add("window_start", time)
                .add("window_end", time)
                .add("window_time", time)
                .build();
    }

    /** A column of a descriptor, or {@code null} if the row has none of that name. */
    private static RelDataTypeField column(SqlNode descriptor, int index, RelDataType row) {
        SqlIdentifier column = ((SqlCall) descriptor).operand(index);
        return row.getField(column.getSimple(), false, false);
    }

    private record Operands(TimeWindow.Kind kind) implements SqlOperandMetadata {
        @Override
        public List<RelDataType> paramTypes(RelDataTypeFactory factory) {
            return paramNames().stream()
                    .map(name -> factory.createSqlType(SqlTypeName.ANY))
                    .toList();
        }

        @Override
        public List<String> paramNames() {
            return parameters(kind);
        }

        @Override
        public SqlOperandCountRange getOperandCountRange() {
            int most = kind == TimeWindow.Kind.SESSION ? 4 : paramNames().size();
            return SqlOperandCountRanges.between(most - 1, most);
        }

        @Override
        public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
            RelDataType row = binding.getOperandType(0);
            boolean fits = row.isStruct() && isTime(binding.operand(1), row);
            for (int i = 2; fits && i < binding.getOperandCount(); i++) {
                fits = kind == TimeWindow.Kind.SESSION && i == 3
                        ? areColumns(binding.operand(i), row)
                        : SqlTypeName.INTERVAL_TYPES.contains(
                                binding.getOperandType(i).getSqlTypeName());
            }
            if (!fits && throwOnFailure) {
                throw binding.newValidationSignatureError();
            }
            return fits;
        }

        private static boolean isTime(SqlNode descriptor, RelDataType row) {
            if (!areColumns(descriptor, row) || ((SqlCall) descriptor).operandCount() != 1) {
                return false;
            }
            SqlTypeName type = column(descriptor, 0, row).getType().getSqlTypeName();
            return type == SqlTypeName.TIMESTAMP || type == SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE;
        }

        private static boolean areColumns(SqlNode descriptor, RelDataType row) {
            if (descriptor.getKind() != SqlKind.DESCRIPTOR) {
                return false;
            }
            for (int i = 0; i < ((SqlCall) descriptor).operandCount(); i++) {
                boolean simple = ((SqlCall) descriptor).operand(i) instanceof SqlIdentifier id && id.isSimple();
                if (!simple || column(descriptor, i, row) == null) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public String getAllowedSignatures(SqlOperator operator, String name) {
            return switch (kind) {
                case TUMBLE -> name + "(TABLE t, DESCRIPTOR(timestamp column), INTERVAL size[, INTERVAL offset])";
                case HOP ->
                    name + "(TABLE t, DESCRIPTOR(timestamp column), INTERVAL slide, INTERVAL size[, INTERVAL offset])";
                case CUMULATE ->
                    name + "(TABLE t, DESCRIPTOR(timestamp column), INTERVAL step, INTERVAL size[, INTERVAL offset])";
                case SESSION ->
                    name + "(TABLE t [PARTITION BY column, ...], DESCRIPTOR(timestamp column), INTERVAL gap)";
            };
        }
    }
}
