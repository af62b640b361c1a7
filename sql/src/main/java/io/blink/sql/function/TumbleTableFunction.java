package io.blink.sql.function;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.SqlTumbleTableFunction;
import org.apache.calcite.sql.type.SqlReturnTypeInference;

/** {@code TUMBLE(TABLE t, DESCRIPTOR(ts), size[, offset])}: t with window_start, window_end and, as in Flink, window_time, all of ts's type. */
public final class TumbleTableFunction extends SqlTumbleTableFunction {
    public static final TumbleTableFunction INSTANCE = new TumbleTableFunction();

    private TumbleTableFunction() {}

    @Override
    public SqlReturnTypeInference getRowTypeInference() {
        return TumbleTableFunction::rowType;
    }

    private static RelDataType rowType(SqlOperatorBinding binding) {
        RelDataTypeFactory factory = binding.getTypeFactory();
        RelDataType input = binding.getOperandType(0);
        RelDataType time = timeType((SqlCallBinding) binding, input);
        return factory.builder()
                .kind(input.getStructKind())
                .addAll(input.getFieldList())
                .add("window_start", time)
                .add("window_end", time)
                .add("window_time", time)
                .build();
    }

    private static RelDataType timeType(SqlCallBinding binding, RelDataType input) {
        for (SqlNode operand : binding.operands()) {
            if (operand instanceof SqlCall call && call.getKind() == SqlKind.DESCRIPTOR) {
                SqlIdentifier column = call.operand(0);
                RelDataTypeField field = input.getField(column.getSimple(), false, false);
                if (field != null) {
                    return field.getType();
                }
            }
        }
        throw new IllegalStateException("the operands were checked to have a descriptor: " + binding);
    }
}
