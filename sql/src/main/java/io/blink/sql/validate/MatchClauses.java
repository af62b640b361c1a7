package io.blink.sql.validate;

import io.blink.core.error.BlinkException;
import io.blink.sql.SqlErrorCode;
import io.blink.sql.SqlErrors;
import io.blink.sql.parser.ParserPositions;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlMatchRecognize;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/** What the clauses of a MATCH_RECOGNIZE say of each other. */
final class MatchClauses {
    private MatchClauses() {}

    /** Refuses a definition of a variable that no row can match, which is a name misspelt, and matches without columns. */
    static void check(SqlMatchRecognize match) {
        Set<String> variables = variables(match.getPattern());
        for (SqlNode definition : match.getPatternDefList()) {
            SqlIdentifier name = ((SqlCall) definition).operand(1);
            if (!variables.contains(name.getSimple())) {
                throw refused(
                        name,
                        "DEFINE has a variable '" + name.getSimple() + "' that is not in PATTERN"
                                + SqlErrors.suggestion(name.getSimple(), variables));
            }
        }
        if (match.getMeasureList().isEmpty()) {
            throw refused(
                    match,
                    "MATCH_RECOGNIZE has no MEASURES, which are the columns of the row that it gives for each match; add MEASURES … AS … before PATTERN");
        }
    }

    private static Set<String> variables(SqlNode pattern) {
        Set<String> variables = new LinkedHashSet<>();
        pattern.accept(new SqlBasicVisitor<Void>() {
            @Override
            public Void visit(SqlIdentifier variable) {
                variables.add(variable.getSimple());
                return null;
            }
        });
        return variables;
    }

    private static BlinkException refused(SqlNode at, String message) {
        return SqlErrors.at(SqlErrorCode.INVALID_QUERY, ParserPositions.of(at.getParserPosition()), message);
    }
}
