package io.blink.sql.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.error.BlinkException;
import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import io.blink.sql.function.BlinkOperatorTable;
import io.blink.sql.type.TypeMapping;
import java.math.BigDecimal;
import java.util.List;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.avatica.util.TimeUnitRange;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeSystem;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.fun.SqlTrimFunction;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeFactoryImpl;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.TimestampString;
import org.junit.jupiter.api.Test;

class ExpressionTranslatorTest {
    private static final List<Field> INPUT = List.of(
            new Field("i", DataType.of(TypeKind.INT)),
            new Field("b", DataType.of(TypeKind.BIGINT)),
            new Field("d", DataType.of(TypeKind.DATE)),
            new Field("s", DataType.string()),
            new Field("m", DataType.decimal(7, 2)),
            new Field("t", DataType.timestamp(3)),
            new Field("c", DataType.character(4)));

    private final RexBuilder rex = new RexBuilder(new SqlTypeFactoryImpl(RelDataTypeSystem.DEFAULT));
    private final ExpressionTranslator translator = new ExpressionTranslator(INPUT, rex);

    @Test
    void comparisonsGetOneType() {
        assertThat(text(call(SqlStdOperatorTable.LESS_THAN, column(0), column(1))))
                .isEqualTo("LESS_THAN(CAST($0):BIGINT, $1)");
        assertThat(text(call(SqlStdOperatorTable.EQUALS, column(4), integer(3))))
                .isEqualTo("EQUALS($4, 3.00)");
        assertThat(text(call(SqlStdOperatorTable.EQUALS, column(4), column(0))))
                .isEqualTo("EQUALS(CAST($4):DECIMAL(12, 2), CAST($0):DECIMAL(12, 2))");
    }

    @Test
    void constantsAreConvertedAtOnce() {
        assertThat(text(call(SqlStdOperatorTable.EQUALS, column(1), integer(3))))
                .isEqualTo("EQUALS($1, 3)");
        RexNode day = rex.makeCast(type(2), rex.makeLiteral("1970-01-11"));
        assertThat(text(call(SqlStdOperatorTable.EQUALS, column(2), day))).isEqualTo("EQUALS($2, 10)");
        RexNode later = call(
                SqlStdOperatorTable.DATETIME_PLUS,
                rex.makeDateLiteral(new DateString("1970-01-11")),
                rex.makeIntervalLiteral(
                        BigDecimal.valueOf(30L * 86_400_000),
                        new SqlIntervalQualifier(TimeUnit.DAY, null, SqlParserPos.ZERO)));
        assertThat(text(later)).isEqualTo("40");
    }

    @Test
    void textConstantsComparedWithStringsStayText() {
        assertThat(text(call(SqlStdOperatorTable.EQUALS, column(3), rex.makeLiteral("it's"))))
                .isEqualTo("EQUALS($3, 'it''s')");
        Expression fixed = translator.translate(call(SqlStdOperatorTable.EQUALS, column(6), rex.makeLiteral("ab")));
        assertThat(((Call) fixed).arguments().get(1).type().kind()).isEqualTo(TypeKind.CHAR);
    }

    @Test
    void searchesBecomeInBetweenAndOr() {
        assertThat(text(rex.makeIn(column(0), List.of(integer(5), integer(7), integer(9)))))
                .isEqualTo("IN($0, 5, 7, 9)");
        RexNode between = rex.makeBetween(column(0), integer(5), integer(7));
        assertThat(text(between)).isEqualTo("BETWEEN($0, 5, 7)");
        assertThat(text(call(SqlStdOperatorTable.NOT, between))).isEqualTo("NOT(BETWEEN($0, 5, 7))");
    }

    @Test
    void arithmeticIsDoneInTheWiderType() {
        assertThat(text(call(SqlStdOperatorTable.PLUS, column(0), column(1)))).isEqualTo("ADD(CAST($0):BIGINT, $1)");
        assertThat(text(call(SqlStdOperatorTable.MULTIPLY, column(0), column(4))))
                .isEqualTo("MULTIPLY(CAST($0):DECIMAL(10, 0), $4)");
        assertThat(text(call(SqlStdOperatorTable.MOD, column(1), column(0))))
                .isEqualTo("CAST(MODULO($1, CAST($0):BIGINT)):INT");
    }

    @Test
    void intervalsTimesNumbersBecomeTimestampAdd() {
        RexNode minutes = rex.makeIntervalLiteral(
                BigDecimal.valueOf(60_000), new SqlIntervalQualifier(TimeUnit.MINUTE, null, SqlParserPos.ZERO));
        RexNode product = call(SqlStdOperatorTable.MULTIPLY, minutes, column(0));
        assertThat(text(call(SqlStdOperatorTable.DATETIME_PLUS, column(5), product)))
                .isEqualTo("TIMESTAMP_ADD('MINUTE', CAST($0):BIGINT, $5)");
    }

    @Test
    void functionsWithFlagsTakeCoresForm() {
        RexNode flag = rex.makeFlag(SqlTrimFunction.Flag.LEADING);
        assertThat(text(call(SqlStdOperatorTable.TRIM, flag, rex.makeLiteral(" "), column(3))))
                .isEqualTo("LTRIM($3)");
        assertThat(text(call(SqlStdOperatorTable.EXTRACT, rex.makeFlag(TimeUnitRange.YEAR), column(2))))
                .isEqualTo("EXTRACT('YEAR', $2)");
        assertThat(text(call(SqlStdOperatorTable.FLOOR, column(5), rex.makeFlag(TimeUnitRange.HOUR))))
                .isEqualTo("DATE_TRUNC('HOUR', $5)");
    }

    @Test
    void timestampsAreMicroseconds() {
        assertThat(text(rex.makeTimestampLiteral(new TimestampString("1970-01-01 00:00:01.234"), 3)))
                .isEqualTo("1234000");
        assertThat(text(rex.makeTimestampLiteral(new TimestampString("1969-12-31 23:59:59.5"), 3)))
                .isEqualTo("-500000");
    }

    @Test
    void caseBranchesGetTheTypeOfTheResult() {
        RexNode condition = call(SqlStdOperatorTable.IS_NULL, column(0));
        assertThat(text(call(SqlStdOperatorTable.CASE, condition, column(0), column(1))))
                .isEqualTo("CASE(IS_NULL($0), CAST($0):BIGINT, $1)");
    }

    @Test
    void unknownFunctionsAreNamed() {
        RexNode call = call(SqlStdOperatorTable.RAND);
        assertThatThrownBy(() -> translator.translate(call))
                .isInstanceOf(BlinkException.class)
                .hasMessageContaining("RAND");
    }

    @Test
    void everyFunctionOfTheOperatorTableThatIsOneCallIsFound() {
        List<String> expanded = List.of(
                "YEAR",
                "QUARTER",
                "MONTH",
                "WEEK",
                "DAYOFYEAR",
                "DAYOFMONTH",
                "DAYOFWEEK",
                "HOUR",
                "MINUTE",
                "SECOND",
                "TUMBLE",
                "HOP",
                "CUMULATE",
                "SESSION",
                "TUMBLE_START",
                "TUMBLE_END",
                "HOP_START",
                "HOP_END",
                "SESSION_START",
                "SESSION_END",
                "FIRST",
                "LAST",
                "PREV",
                "NEXT",
                "CLASSIFIER",
                "MATCH_NUMBER",
                "GROUPING",
                "GROUPING_ID",
                "PREV",
                "NEXT",
                "FIRST",
                "LAST",
                "CLASSIFIER",
                "MATCH_NUMBER");
        for (SqlOperator operator : BlinkOperatorTable.instance().getOperatorList()) {
            boolean scalar = operator instanceof SqlFunction function
                    && !(operator instanceof SqlAggFunction)
                    && function.getFunctionType() != SqlFunctionCategory.USER_DEFINED_TABLE_FUNCTION
                    && operator.getName().matches("[A-Z][A-Z0-9_]*")
                    && !expanded.contains(operator.getName());
            if (scalar) {
                assertThat(FunctionNames.of(operator)).as(operator.getName()).isPresent();
            }
        }
    }

    private RexNode call(SqlOperator operator, RexNode... operands) {
        return operator == SqlStdOperatorTable.DATETIME_PLUS || operator == SqlStdOperatorTable.EXTRACT
                ? rex.makeCall(
                        operator == SqlStdOperatorTable.EXTRACT
                                ? rex.getTypeFactory().createSqlType(SqlTypeName.BIGINT)
                                : operands[0].getType(),
                        operator,
                        List.of(operands))
                : rex.makeCall(operator, operands);
    }

    private RexInputRef column(int index) {
        return rex.makeInputRef(type(index), index);
    }

    private RelDataType type(int index) {
        return TypeMapping.toCalcite(INPUT.get(index).type(), rex.getTypeFactory());
    }

    private RexNode integer(int value) {
        return rex.makeExactLiteral(BigDecimal.valueOf(value));
    }

    private String text(RexNode node) {
        return translator.translate(node).toString();
    }
}
