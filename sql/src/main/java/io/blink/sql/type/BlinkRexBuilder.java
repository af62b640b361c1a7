package io.blink.sql.type;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexFieldCollation;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexWindowBound;
import org.apache.calcite.rex.RexWindowExclusion;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.NlsString;

/**
 * Makes expressions by our rules where Calcite's are others. A constant's CAST to FLOAT stays a cast: Calcite's FLOAT has eight bytes, so that it would go on
 * with the digits that a FLOAT has not, and with numbers that are too great for one. Text constants have their length in {@linkplain CharacterConstants
 * characters}.
 */
public final class BlinkRexBuilder extends RexBuilder {
    public BlinkRexBuilder(RelDataTypeFactory typeFactory) {
        super(typeFactory);
    }

    @Override
    public RexNode makeCast(
            SqlParserPos position,
            RelDataType type,
            RexNode operand,
            boolean matchNullability,
            boolean safe,
            RexLiteral format) {
        boolean constant = operand instanceof RexLiteral literal && !literal.isNull();
        boolean rounds = constant && isSingle(type) && !isSingle(operand.getType());
        return rounds || (constant && pads((RexLiteral) operand, type))
                ? makeAbstractCast(position, type, operand, safe, format)
                : super.makeCast(position, type, operand, matchNullability, safe, format);
    }

    /** Whether Calcite's count would say of a text that it fills a CHAR. */
    private static boolean pads(RexLiteral constant, RelDataType type) {
        return type.getSqlTypeName() == SqlTypeName.CHAR
                && constant.getValue() instanceof NlsString text
                && !CharacterConstants.isCountedRight(text)
                && constant.getType().getPrecision() != type.getPrecision();
    }

    @Override
    public RexLiteral makeCharLiteral(NlsString text) {
        return makeLiteral(text, CharacterConstants.type(text, typeFactory), SqlTypeName.CHAR);
    }

    @Override
    public RexNode makeLiteral(Object value, RelDataType type, boolean allowCast, boolean trim) {
        boolean padded = type.getSqlTypeName() == SqlTypeName.CHAR && value != null && !trim;
        NlsString text = value instanceof String string ? new NlsString(string, null, null) : null;
        if (value instanceof NlsString given) {
            text = given;
        }
        return padded && text != null && !CharacterConstants.isCountedRight(text)
                ? makeCharLiteral(CharacterConstants.padded(text, type.getPrecision()))
                : super.makeLiteral(value, type, allowCast, trim);
    }

    /** SUM over an empty frame is NULL by itself, so that it needs no CASE over a COUNT. */
    @Override
    public RexNode makeOver(
            SqlParserPos position,
            RelDataType type,
            SqlAggFunction operator,
            List<RexNode> arguments,
            List<RexNode> partitionKeys,
            ImmutableList<RexFieldCollation> orderKeys,
            RexWindowBound lowerBound,
            RexWindowBound upperBound,
            RexWindowExclusion exclusion,
            boolean rows,
            boolean allowPartial,
            boolean nullWhenCountZero,
            boolean distinct,
            boolean ignoreNulls) {
        return super.makeOver(
                position,
                type,
                operator,
                arguments,
                partitionKeys,
                orderKeys,
                lowerBound,
                upperBound,
                exclusion,
                rows,
                true,
                false,
                distinct,
                ignoreNulls);
    }

    private static boolean isSingle(RelDataType type) {
        return type.getSqlTypeName() == SqlTypeName.FLOAT || type.getSqlTypeName() == SqlTypeName.REAL;
    }
}
