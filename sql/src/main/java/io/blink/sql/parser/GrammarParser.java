package io.blink.sql.parser;

import io.blink.core.error.BlinkException;
import io.blink.core.expression.SourcePosition;
import io.blink.sql.SqlErrorCode;
import io.blink.sql.SqlErrors;
import io.blink.sql.Statement;
import java.io.StringReader;
import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlAbstractParserImpl.LexicalState;

/** Runs the generated parser over one text and turns its failures into messages for people. */
public final class GrammarParser {
    private static final int IDENTIFIER_LENGTH_MAX = 256;

    private GrammarParser() {}

    public static Statement parseStatement(ScriptSplitter.Piece piece) {
        StatementStart.check(piece);
        return parse(piece.text(), piece.position(), BlinkSqlParser::BlinkStatementEof);
    }

    /** A query alone: a view's text, or a second tree of a query that was parsed before. */
    public static SqlNode parseQuery(String text, SourcePosition position) {
        return parse(text, position, BlinkSqlParser::SqlQueryEof);
    }

    /** The query of one INSERT of Hive's {@code FROM … INSERT … INSERT …}. */
    static SqlNode parseInsertedQuery(String text, SourcePosition position, int insert) {
        Statement.Insert parsed =
                parse(text, position, BlinkSqlParser::InsertsOfRowsEof).get(insert);
        return ((CalciteQuery) parsed.query()).node();
    }

    /** An expression alone: of a computed column or a watermark. */
    public static SqlNode parseExpression(String text, SourcePosition position) {
        return parse(text, position, BlinkSqlParser::SqlExpressionEof);
    }

    /** One start rule of the grammar. */
    private interface Rule<T> {
        T parse(BlinkSqlParser parser) throws ParseException;
    }

    private static <T> T parse(String text, SourcePosition position, Rule<T> rule) {
        String padded = SourceText.padded(text, position);
        BlinkSqlParser parser = new BlinkSqlParser(new StringReader(padded));
        parser.setOriginalSql(padded);
        parser.setTabSize(1);
        parser.setQuotedCasing(Casing.UNCHANGED);
        parser.setUnquotedCasing(Casing.UNCHANGED);
        parser.setIdentifierMaxLength(IDENTIFIER_LENGTH_MAX);
        parser.setConformance(BlinkConformance.INSTANCE);
        parser.switchTo(LexicalState.DQID);
        try {
            return rule.parse(parser);
        } catch (BlinkException e) {
            throw e;
        } catch (ParseException e) {
            throw SyntaxErrors.describe(e, padded);
        } catch (RuntimeException | TokenMgrError e) {
            throw SyntaxErrors.describe(parser.normalizeException(e), position);
        } catch (StackOverflowError e) {
            throw SqlErrors.at(SqlErrorCode.SYNTAX_ERROR, position, "the statement is nested too deeply to be read");
        }
    }
}
