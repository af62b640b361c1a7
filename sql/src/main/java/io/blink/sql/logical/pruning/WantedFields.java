package io.blink.sql.logical.pruning;

import io.blink.sql.function.ScalarOperators;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexVisitorImpl;

/** What is wanted of a value: nothing, all of it, or fields of a row by their index, each again in part. Mutable; one pass of {@link FieldPruning}. */
final class WantedFields {
    private boolean whole;
    private final Map<Integer, WantedFields> fields = new TreeMap<>();

    static WantedFields none() {
        return new WantedFields();
    }

    static WantedFields whole() {
        WantedFields wanted = new WantedFields();
        wanted.whole = true;
        return wanted;
    }

    void merge(WantedFields other) {
        whole |= other.whole;
        other.fields.forEach(
                (field, wanted) -> fields.computeIfAbsent(field, key -> none()).merge(wanted));
    }

    WantedFields copy() {
        WantedFields copy = none();
        copy.merge(this);
        return copy;
    }

    /** The type with the wanted fields alone; all of it where nothing is wanted, since a row has at least one field. */
    RelDataType narrow(RelDataType type, RelDataTypeFactory types) {
        if (whole || fields.isEmpty() || !type.isStruct()) {
            return type;
        }
        List<RelDataType> fieldTypes = new ArrayList<>();
        List<String> names = new ArrayList<>();
        fields.forEach((index, wanted) -> {
            RelDataTypeField field = type.getFieldList().get(index);
            fieldTypes.add(wanted.narrow(field.getType(), types));
            names.add(field.getName());
        });
        RelDataType narrow = types.createStructType(type.getStructKind(), fieldTypes, names);
        return types.createTypeWithNullability(narrow, type.isNullable());
    }

    /** Adds what an expression, of which all is wanted, wants of the columns. */
    static void add(RexNode expression, List<WantedFields> columns) {
        add(expression, whole(), columns);
    }

    /** Adds what an expression wants of the columns if this is wanted of its value. */
    static void add(RexNode expression, WantedFields wanted, List<WantedFields> columns) {
        RexNode row = expression;
        WantedFields ofRow = wanted;
        while (isField(row)) {
            WantedFields outer = none();
            outer.fields.put(fieldIndex(row), ofRow);
            ofRow = outer;
            row = ((RexCall) row).getOperands().get(0);
        }
        if (row instanceof RexInputRef column) {
            columns.get(column.getIndex()).merge(ofRow);
            return;
        }
        row.accept(new RexVisitorImpl<Void>(true) {
            @Override
            public Void visitInputRef(RexInputRef column) {
                columns.get(column.getIndex()).merge(whole());
                return null;
            }

            @Override
            public Void visitCall(RexCall call) {
                call.getOperands().forEach(operand -> add(operand, columns));
                return null;
            }
        });
    }

    private static boolean isField(RexNode node) {
        return node instanceof RexCall call && call.getOperator() == ScalarOperators.ROW_FIELD;
    }

    private static int fieldIndex(RexNode call) {
        return RexLiteral.intValue(((RexCall) call).getOperands().get(1));
    }

    /** The same expression where the columns of nodes, one behind the other, have narrower types. */
    static RexNode over(RexNode expression, List<RelNode> before, List<RelNode> after) {
        List<RelDataType> old = columnTypes(before);
        List<RelDataType> narrow = columnTypes(after);
        RexBuilder rexBuilder = after.get(0).getCluster().getRexBuilder();
        return expression.accept(new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef column) {
                RelDataType type = narrow.get(column.getIndex());
                return type.equals(old.get(column.getIndex())) ? column : new RexInputRef(column.getIndex(), type);
            }

            @Override
            public RexNode visitCall(RexCall call) {
                return isField(call) ? field(call) : super.visitCall(call);
            }

            private RexNode field(RexCall call) {
                RexNode row = call.getOperands().get(0);
                RexNode narrowRow = row.accept(this);
                if (narrowRow == row) {
                    return call;
                }
                String name = row.getType().getFieldNames().get(fieldIndex(call));
                int index = narrowRow.getType().getFieldNames().indexOf(name);
                RelDataType field =
                        narrowRow.getType().getFieldList().get(index).getType();
                RelDataType type = field.isStruct()
                        ? rexBuilder
                                .getTypeFactory()
                                .createTypeWithNullability(field, call.getType().isNullable())
                        : call.getType();
                RexNode literal = rexBuilder.makeExactLiteral(BigDecimal.valueOf(index));
                return rexBuilder.makeCall(type, ScalarOperators.ROW_FIELD, List.of(narrowRow, literal));
            }
        });
    }

    private static List<RelDataType> columnTypes(List<RelNode> nodes) {
        return nodes.stream()
                .flatMap(node -> node.getRowType().getFieldList().stream())
                .map(RelDataTypeField::getType)
                .toList();
    }
}
