package io.blink.sql.function;

import java.util.List;
import java.util.function.Function;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.StructKind;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeTransforms;

/** Result types of functions of arrays and maps. */
final class CollectionTypes {
    static final SqlReturnTypeInference ELEMENT_OR_NULL = binding -> nullable(binding, element(binding, 0), true);

    static final SqlReturnTypeInference ITEM_OR_NULL = binding -> {
        RelDataType collection = binding.getOperandType(0);
        RelDataType item =
                collection.getValueType() == null ? collection.getComponentType() : collection.getValueType();
        return nullable(binding, orNull(binding, item), true);
    };

    /** The common type of all arguments; NULL if one is. */
    static final SqlReturnTypeInference COMMON = binding -> {
        RelDataType common = binding.getTypeFactory().leastRestrictive(binding.collectOperandTypes());
        return common == null ? null : strict(binding, common);
    };

    /** An array whose elements may be the second argument; NULL if the array is. */
    static final SqlReturnTypeInference WITH_VALUE = binding -> {
        RelDataTypeFactory factory = binding.getTypeFactory();
        RelDataType element = factory.leastRestrictive(List.of(element(binding, 0), binding.getOperandType(1)));
        return element == null
                ? null
                : nullable(
                        binding,
                        factory.createArrayType(element, -1),
                        binding.getOperandType(0).isNullable());
    };

    static final SqlReturnTypeInference FLATTENED = binding -> {
        RelDataType inner = element(binding, 0);
        return inner.getComponentType() == null
                ? null
                : nullable(binding, inner, binding.getOperandType(0).isNullable() || inner.isNullable());
    };

    static final SqlReturnTypeInference REPEATED = binding -> nullable(
            binding,
            binding.getTypeFactory().createArrayType(binding.getOperandType(0), -1),
            binding.getOperandType(1).isNullable());

    static final SqlReturnTypeInference ZIPPED = binding -> {
        RelDataTypeFactory factory = binding.getTypeFactory();
        RelDataTypeFactory.Builder row = factory.builder().kind(StructKind.PEEK_FIELDS_NO_EXPAND);
        for (int i = 0; i < binding.getOperandCount(); i++) {
            row.add("f" + i, factory.createTypeWithNullability(element(binding, i), true));
        }
        return strict(binding, factory.createArrayType(row.build(), -1));
    };

    /** BIGINT where an argument is. */
    static final SqlReturnTypeInference NUMBERS = binding -> {
        boolean wide =
                binding.collectOperandTypes().stream().anyMatch(type -> type.getSqlTypeName() == SqlTypeName.BIGINT);
        RelDataType number = binding.getTypeFactory().createSqlType(wide ? SqlTypeName.BIGINT : SqlTypeName.INTEGER);
        return strict(binding, binding.getTypeFactory().createArrayType(number, -1));
    };

    static final SqlReturnTypeInference MAP_KEY_ARRAY = arrayOfPart(RelDataType::getKeyType);
    static final SqlReturnTypeInference MAP_VALUE_ARRAY = arrayOfPart(RelDataType::getValueType);

    static final SqlReturnTypeInference MAP_ENTRY_ARRAY = binding -> {
        RelDataType map = binding.getOperandType(0);
        RelDataType entry = binding.getTypeFactory()
                .builder()
                .kind(StructKind.PEEK_FIELDS_NO_EXPAND)
                .add("key", orNull(binding, map.getKeyType()))
                .add("value", orNull(binding, map.getValueType()))
                .build();
        return strict(binding, binding.getTypeFactory().createArrayType(entry, -1));
    };

    static final SqlReturnTypeInference MAP_OF_ARRAYS =
            binding -> strict(binding, map(binding, element(binding, 0), element(binding, 1)));

    static final SqlReturnTypeInference MAP_OF_ENTRIES = binding -> {
        RelDataType entry = element(binding, 0);
        return entry.isStruct() && entry.getFieldCount() == 2
                ? strict(
                        binding,
                        map(
                                binding,
                                entry.getFieldList().get(0).getType(),
                                entry.getFieldList().get(1).getType()))
                : null;
    };

    static final SqlReturnTypeInference TEXT_MAP = binding -> {
        RelDataType text = binding.getTypeFactory().createSqlType(SqlTypeName.VARCHAR);
        return strict(binding, map(binding, text, nullable(binding, text, true)));
    };

    /** From elements to how often they are there. */
    static final SqlReturnTypeInference MAP_OF_COUNTS = binding -> {
        RelDataType count = binding.getTypeFactory().createSqlType(SqlTypeName.INTEGER);
        return strict(binding, map(binding, element(binding, 0), count));
    };

    /** Hive's names: col1, col2 and so on. */
    static final SqlReturnTypeInference NUMBERED_ROW = binding -> {
        RelDataTypeFactory.Builder row = row(binding);
        for (int i = 0; i < binding.getOperandCount(); i++) {
            row.add("col" + (i + 1), binding.getOperandType(i));
        }
        return row.build();
    };

    /** name, value, name, value; {@code null} if a name is no constant. */
    static final SqlReturnTypeInference NAMED_ROW = binding -> {
        RelDataTypeFactory.Builder row = row(binding);
        for (int i = 0; i + 1 < binding.getOperandCount(); i += 2) {
            if (!binding.isOperandLiteral(i, false)) {
                return null;
            }
            row.add(binding.getOperandLiteralValue(i, String.class), binding.getOperandType(i + 1));
        }
        return binding.getOperandCount() % 2 == 0 ? row.build() : null;
    };

    private CollectionTypes() {}

    private static RelDataTypeFactory.Builder row(SqlOperatorBinding binding) {
        return binding.getTypeFactory().builder().kind(StructKind.PEEK_FIELDS_NO_EXPAND);
    }

    static SqlReturnTypeInference arrayOf(SqlTypeName element) {
        return binding -> strict(
                binding,
                binding.getTypeFactory()
                        .createArrayType(binding.getTypeFactory().createSqlType(element), -1));
    }

    private static SqlReturnTypeInference arrayOfPart(Function<RelDataType, RelDataType> part) {
        return binding -> {
            RelDataType type = orNull(binding, part.apply(binding.getOperandType(0)));
            return strict(binding, binding.getTypeFactory().createArrayType(type, -1));
        };
    }

    private static RelDataType map(SqlOperatorBinding binding, RelDataType key, RelDataType value) {
        return binding.getTypeFactory().createMapType(nullable(binding, key, false), value);
    }

    private static RelDataType element(SqlOperatorBinding binding, int operand) {
        return orNull(binding, binding.getOperandType(operand).getComponentType());
    }

    /** The type NULL for a part of an untyped NULL. */
    private static RelDataType orNull(SqlOperatorBinding binding, RelDataType type) {
        return type == null ? binding.getTypeFactory().createSqlType(SqlTypeName.NULL) : type;
    }

    private static RelDataType strict(SqlOperatorBinding binding, RelDataType type) {
        return SqlTypeTransforms.TO_NULLABLE.transformType(binding, type);
    }

    private static RelDataType nullable(SqlOperatorBinding binding, RelDataType type, boolean nullable) {
        return binding.getTypeFactory().createTypeWithNullability(type, nullable);
    }
}
