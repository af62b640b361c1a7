package io.blink.sql.parser;

import io.blink.core.error.BlinkException;
import io.blink.core.expression.SourcePosition;
import io.blink.core.type.DataType;
import io.blink.sql.FunctionDefinition;
import io.blink.sql.ObjectName;
import io.blink.sql.PartitionValue;
import io.blink.sql.QueryText;
import io.blink.sql.SqlErrorCode;
import io.blink.sql.SqlErrors;
import io.blink.sql.Statement;
import io.blink.sql.function.DialectOperators;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlSampleSpec;
import org.apache.calcite.sql.SqlTypeNameSpec;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.parser.SqlParserUtil;

/** Called from the grammar's actions: turns what Calcite's productions return into our records. */
final class Clauses {
    private static final List<String> TYPE_NAMES = List.of(
            "BOOLEAN",
            "TINYINT",
            "SMALLINT",
            "INT",
            "INTEGER",
            "BIGINT",
            "FLOAT",
            "REAL",
            "DOUBLE",
            "DECIMAL",
            "DEC",
            "NUMERIC",
            "CHAR",
            "VARCHAR",
            "STRING",
            "BINARY",
            "VARBINARY",
            "BYTES",
            "DATE",
            "TIME",
            "TIMESTAMP",
            "TIMESTAMP_LTZ",
            "INTERVAL",
            "ARRAY",
            "MAP",
            "ROW",
            "STRUCT");

    private Clauses() {}

    /**
     * A frame counted in groups of peers, in the words that Calcite's windows know: with an offset ROWS whose offsets are marked, else RANGE, which is
     * the same then.
     */
    static SqlWindow groupsFrame(SqlWindow window) {
        SqlNode lower = groupsBound(window.getLowerBound());
        SqlNode upper = groupsBound(window.getUpperBound());
        boolean counted = lower != window.getLowerBound() || upper != window.getUpperBound();
        return SqlWindow.create(
                null,
                window.getRefName(),
                window.getPartitionList(),
                window.getOrderList(),
                SqlLiteral.createBoolean(counted, window.getParserPosition()),
                lower,
                upper,
                null,
                window.getExclude(),
                window.getParserPosition());
    }

    private static SqlNode groupsBound(SqlNode bound) {
        if (bound == null || (bound.getKind() != SqlKind.PRECEDING && bound.getKind() != SqlKind.FOLLOWING)) {
            return bound;
        }
        SqlCall call = (SqlCall) bound;
        SqlNode offset = call.operand(0);
        boolean whole = offset instanceof SqlNumericLiteral number && number.isInteger();
        if (!whole) {
            throw SqlErrors.at(
                    SqlErrorCode.INVALID_QUERY,
                    ParserPositions.of(offset.getParserPosition()),
                    "the offset of GROUPS must be a whole number that is not negative");
        }
        SqlNode marked = DialectOperators.GROUPS_OFFSET.createCall(offset.getParserPosition(), offset);
        return call.getOperator().createCall(call.getParserPosition(), marked);
    }

    /** @param count {@code null} for one row */
    static SqlNode fetched(SqlNode count, boolean percent, boolean ties, SqlParserPos position) {
        SqlNode number = count == null ? SqlLiteral.createExactNumeric("1", position) : count;
        return percent || ties
                ? DialectOperators.FETCH.createCall(
                        position,
                        number,
                        SqlLiteral.createBoolean(percent, position),
                        SqlLiteral.createBoolean(ties, position))
                : number;
    }

    /** Never returns: a detail of EXPLAIN that Flink knows. */
    static void refuseDetail(String detail, SqlParserPos position) {
        throw SqlErrors.at(
                SqlErrorCode.STATEMENT_NOT_SUPPORTED,
                ParserPositions.of(position),
                "EXPLAIN " + detail.toUpperCase(Locale.ROOT)
                        + " is not supported; EXPLAIN shows the plan and the job's vertices, EXPLAIN ANALYZE what they did");
    }

    /** @param rows of a FROM that stands in front of the statement, or {@code null} */
    static void checkFirstFrom(SqlNode rows, SqlParserPos position) {
        if (rows != null) {
            throw SqlErrors.at(
                    SqlErrorCode.SYNTAX_ERROR,
                    ParserPositions.of(position),
                    "the FROM in front of INSERT is that of all its queries; a query with another one is a statement of its own");
        }
    }

    /** Never returns: Flink's DISTRIBUTED BY. */
    static void refuseBuckets(SqlParserPos position) {
        throw SqlErrors.at(
                SqlErrorCode.STATEMENT_NOT_SUPPORTED,
                SourceText.positionOf(position),
                "DISTRIBUTED is not supported: no connector has buckets of its own; rows with a key go to the partition of"
                        + " that key in Kafka, and files are divided by PARTITIONED BY");
    }

    /** Never returns: Flink's options of one partition. */
    static void refusePartitionOptions(SqlParserPos position) {
        throw SqlErrors.at(
                SqlErrorCode.STATEMENT_NOT_SUPPORTED,
                SourceText.positionOf(position),
                "partitions have no options of their own; LOCATION '…' says where one has its files");
    }

    /** The target of an INSERT has no other hint than OPTIONS. */
    static void checkTargetHint(SqlIdentifier hint) {
        if (!hint.getSimple().equalsIgnoreCase("OPTIONS")) {
            throw SqlErrors.at(
                    SqlErrorCode.INVALID_STATEMENT,
                    SourceText.positionOf(hint.getParserPosition()),
                    "the table of an INSERT takes the hint OPTIONS('key' = 'value', …), not " + hint.getSimple()
                            + "; hints about the query stand behind its SELECT or its tables");
        }
    }

    static SqlNode percentSample(
            SqlNode table, SqlNumericLiteral percent, boolean repeatable, int seed, SqlParserPos position) {
        BigDecimal rate = percent.bigDecimalValue().movePointLeft(2);
        SqlSampleSpec sample = repeatable
                ? SqlSampleSpec.createTableSample(true, rate, seed)
                : SqlSampleSpec.createTableSample(true, rate);
        return SqlStdOperatorTable.TABLESAMPLE.createCall(position, table, SqlLiteral.createSample(sample, position));
    }

    /** From the first token to the last: the positions that Calcite's productions give to calls often leave out their ends. */
    static SqlParserPos span(Token first, Token last) {
        return new SqlParserPos(first.beginLine, first.beginColumn, last.endLine, last.endColumn);
    }

    static QueryText query(SqlNode node, SqlParserPos position, String source) {
        return new CalciteQuery(node, SourceText.slice(source, position), SourceText.positionOf(position));
    }

    static ObjectName objectName(SqlIdentifier name) {
        SourcePosition position = SourceText.positionOf(name.getParserPosition());
        if (name.names.size() > 3) {
            throw SqlErrors.at(
                    SqlErrorCode.SYNTAX_ERROR,
                    position,
                    "'" + String.join(".", name.names) + "' has more than the three parts catalog.database.name");
        }
        return new ObjectName(name.names, position);
    }

    static Statement createFunction(
            ObjectName name,
            boolean temporary,
            boolean system,
            boolean replace,
            boolean ifNotExists,
            FunctionDefinition definition) {
        if (system && !temporary) {
            throw SqlErrors.at(
                    SqlErrorCode.INVALID_STATEMENT,
                    name.position(),
                    "SYSTEM functions are temporary: write CREATE TEMPORARY SYSTEM FUNCTION");
        }
        return new Statement.CreateFunction(name, temporary, system, replace, ifNotExists, definition);
    }

    static List<String> names(SqlNodeList list) {
        return list.stream().map(node -> ((SqlIdentifier) node).getSimple()).toList();
    }

    static void addProperty(Map<String, String> properties, String key, String value, SqlParserPos position) {
        if (properties.put(key, value) != null) {
            throw SqlErrors.at(
                    SqlErrorCode.INVALID_STATEMENT,
                    SourceText.positionOf(position),
                    "the key '" + key + "' is given twice");
        }
    }

    /** Whether a token is made of letters, digits and underscores, a keyword or not. */
    static boolean isWord(String image) {
        return image.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '_');
    }

    static PartitionValue partitionValue(SqlIdentifier column, SqlNode value) {
        SourcePosition position = SourceText.positionOf(column.getParserPosition());
        return new PartitionValue(column.getSimple(), Optional.ofNullable(value).map(Clauses::literalText), position);
    }

    private static String literalText(SqlNode value) {
        if (value instanceof SqlCall call && call.getKind() == SqlKind.MINUS_PREFIX) {
            return "-" + literalText(call.operand(0));
        }
        if (value instanceof SqlLiteral literal && !SqlUtil.isNullLiteral(value, false)) {
            String text = literal.toValue();
            if (text != null) {
                return text;
            }
        }
        throw SqlErrors.at(
                SqlErrorCode.INVALID_STATEMENT,
                SourceText.positionOf(value.getParserPosition()),
                "the value of a static partition is a literal that is not NULL");
    }

    static SqlTypeNameSpec typeName(SqlParserPos position, String source) {
        return new CoreTypeName(dataType(position, source), position);
    }

    static DataType dataType(SqlParserPos position, String source) {
        try {
            return DataType.parse(SourceText.slice(source, position).replace('"', '`'));
        } catch (BlinkException e) {
            throw SqlErrors.at(
                    SqlErrorCode.UNKNOWN_TYPE,
                    SourceText.positionOf(position),
                    e.getMessage() + typeHint(source, position),
                    e);
        }
    }

    private static String typeHint(String source, SqlParserPos position) {
        String name = SourceText.slice(source, position).split("\\W", 2)[0];
        return TYPE_NAMES.contains(name.toUpperCase(Locale.ROOT)) ? "" : SqlErrors.suggestion(name, TYPE_NAMES);
    }

    /** The value of {@code E'…'}: backslash escapes of C. */
    static String escapedString(String image, SqlParserPos position) {
        try {
            return SqlParserUtil.parseCString(image);
        } catch (SqlParserUtil.MalformedUnicodeEscape e) {
            throw SqlErrors.at(
                    SqlErrorCode.SYNTAX_ERROR,
                    SourceText.positionOf(position),
                    "a malformed Unicode escape in " + image,
                    e);
        }
    }
}
