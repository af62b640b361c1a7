package io.blink.sql.function;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code LIKE ANY (…)}, {@code NOT ILIKE ALL (…)} and their kin, as the grammar reads them: replaced before validation. */
public final class QuantifiedLike extends SqlBinaryOperator {
    private static final int LIKE_PRECEDENCE = 32;

    private final SqlOperator like;
    private final boolean all;
    private final SqlNode escape;

    /**
     * @param like the operator without the quantifier
     * @param escape of each pattern; {@code null} without one
     */
    public QuantifiedLike(SqlOperator like, boolean all, SqlNode escape) {
        super(like.getName() + (all ? " ALL" : " ANY"), SqlKind.OTHER, LIKE_PRECEDENCE, true, null, null, null);
        this.like = requireNonNull(like, "like");
        this.all = all;
        this.escape = escape;
    }

    /** One comparison for each pattern, joined by OR or AND. */
    public SqlNode spelledOut(SqlNode text, List<SqlNode> patterns, SqlParserPos position) {
        SqlOperator junction = all ? SqlStdOperatorTable.AND : SqlStdOperatorTable.OR;
        SqlNode whole = null;
        for (SqlNode pattern : patterns) {
            SqlNode one = escape == null
                    ? like.createCall(position, text, pattern)
                    : like.createCall(position, text, pattern, escape);
            one = FunctionSpellings.meaning((SqlCall) one).orElse(one);
            whole = whole == null ? one : junction.createCall(position, whole, one);
        }
        return requireNonNull(whole, "a list of patterns is not empty");
    }
}
