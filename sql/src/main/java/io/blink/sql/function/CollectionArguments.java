package io.blink.sql.function;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * Arguments of functions of collections, a letter each: A array, M map, C either, V any value, T text, X text or array, I integer, B BOOLEAN; {@code *} behind the last:
 * more of it. An untyped NULL passes for each. Arrays beside arrays or values must have a common element type.
 *
 * @param most -1: any number
 */
record CollectionArguments(String kinds, int least, int most) implements SqlOperandTypeChecker {
    @Override
    public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
        boolean fits = alike(binding);
        for (int i = 0; fits && i < binding.getOperandCount(); i++) {
            fits = fits(kind(i), binding.getOperandType(i));
        }
        if (!fits && throwOnFailure) {
            throw binding.newValidationSignatureError();
        }
        return fits;
    }

    private char kind(int index) {
        int letters = kinds.endsWith("*") ? kinds.length() - 1 : kinds.length();
        return kinds.charAt(Math.min(index, letters - 1));
    }

    private static boolean fits(char kind, RelDataType type) {
        SqlTypeName name = type.getSqlTypeName();
        if (name == SqlTypeName.NULL) {
            return true;
        }
        return switch (kind) {
            case 'A' -> name == SqlTypeName.ARRAY;
            case 'M' -> name == SqlTypeName.MAP;
            case 'C' -> name == SqlTypeName.ARRAY || name == SqlTypeName.MAP;
            case 'T' -> SqlTypeUtil.isCharacter(type);
            case 'X' -> SqlTypeUtil.isCharacter(type) || name == SqlTypeName.ARRAY;
            case 'I' -> SqlTypeName.INT_TYPES.contains(name);
            case 'B' -> name == SqlTypeName.BOOLEAN;
            default -> true;
        };
    }

    private boolean alike(SqlCallBinding binding) {
        String name = binding.getOperator().getName();
        boolean mixed = name.startsWith("MAP_FROM")
                || name.endsWith("STRUCT")
                || name.equals("ARRAYS_ZIP")
                || kinds.startsWith("C");
        List<RelDataType> elements = new ArrayList<>();
        for (int i = 0; i < binding.getOperandCount(); i++) {
            RelDataType type = binding.getOperandType(i);
            if (kind(i) == 'A' && type.getComponentType() != null) {
                elements.add(type.getComponentType());
            } else if (kind(i) == 'V' || kind(i) == 'M') {
                elements.add(type);
            }
        }
        return mixed || elements.size() < 2 || binding.getTypeFactory().leastRestrictive(elements) != null;
    }

    @Override
    public SqlOperandCountRange getOperandCountRange() {
        return most < 0 ? SqlOperandCountRanges.from(least) : SqlOperandCountRanges.between(least, most);
    }

    @Override
    public String getAllowedSignatures(SqlOperator operator, String name) {
        List<String> parts = new ArrayList<>();
        for (char kind : kinds.toCharArray()) {
            parts.add(
                    switch (kind) {
                        case 'A' -> "<ARRAY>";
                        case 'M' -> "<MAP>";
                        case 'C' -> "<ARRAY OR MAP>";
                        case 'T' -> "<CHARACTER>";
                        case 'X' -> "<CHARACTER OR ARRAY>";
                        case 'I' -> "<INTEGER>";
                        case 'B' -> "<BOOLEAN>";
                        case '*' -> "...";
                        default -> "<ANY>";
                    });
        }
        return name + "(" + String.join(", ", parts) + ")";
    }
}
