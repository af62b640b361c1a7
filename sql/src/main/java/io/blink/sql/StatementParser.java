package io.blink.sql;

import io.blink.core.expression.SourcePosition;
import io.blink.sql.parser.GrammarParser;
import io.blink.sql.parser.JobStatementParser;
import io.blink.sql.parser.ScriptSplitter;
import io.blink.sql.parser.SettingParser;
import java.util.ArrayList;
import java.util.List;

/** Reads SQL scripts. Stateless. */
public final class StatementParser {
    private StatementParser() {}

    /**
     * All statements of a script, separated by semicolons; comments and empty statements are left out.
     *
     * @throws io.blink.core.error.BlinkException at the first statement that is not SQL
     */
    public static List<ParsedStatement> parseScript(String script) {
        List<ParsedStatement> statements = new ArrayList<>();
        for (ScriptSplitter.Piece piece : ScriptSplitter.split(script)) {
            statements.add(parse(piece));
        }
        return statements;
    }

    /**
     * The statements' texts and places, unread: for callers that run the first statements before they stumble over a later one, each text then
     * going to {@link #parseStatement(String, SourcePosition)}.
     */
    public static List<StatementText> splitScript(String script) {
        return ScriptSplitter.split(script).stream()
                .map(piece -> new StatementText(piece.text(), piece.position()))
                .toList();
    }

    /** One statement that begins at a place of a larger script. */
    public static ParsedStatement parseStatement(String text, SourcePosition start) {
        return parse(new ScriptSplitter.Piece(text, start));
    }

    /** The text and place of one statement. */
    public record StatementText(String text, SourcePosition start) {}

    private static ParsedStatement parse(ScriptSplitter.Piece piece) {
        Statement statement = SettingParser.parse(piece)
                .or(() -> JobStatementParser.parse(piece))
                .orElseGet(() -> GrammarParser.parseStatement(piece));
        return new ParsedStatement(piece.text(), piece.position(), statement);
    }
}
