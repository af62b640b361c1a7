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

/**
 * Keeps a constant's CAST to FLOAT a cast: Calcite's FLOAT has eight bytes, so that it would go on with the digits that a FLOAT has not, and with numbers
 * that are too great for one.
 */
public final class SinglePrecisionRexBuilder extends RexBuilder {
    public SinglePrecisionRexBuilder(RelDataTypeFactory typeFactory) {
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
        return constant && isSingle(type) && !isSingle(operand.getType())
                ? makeAbstractCast(position, type, operand, safe, format)
                : super.makeCast(position, type, operand, matchNullability, safe, format);
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
