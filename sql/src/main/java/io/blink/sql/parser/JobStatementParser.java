package io.blink.sql.parser;

import io.blink.sql.SqlErrorCode;
import io.blink.sql.SqlErrors;
import io.blink.sql.Statement;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Statements about jobs that run:
 *
 * <pre>
 * STOP JOB 'id' [WITH SAVEPOINT] [WITH DRAIN]
 * CREATE SAVEPOINT FOR JOB 'id' [IN 'folder']
 * DROP SAVEPOINT 'folder'
 * DESCRIBE JOB 'id'
 * SHOW CHECKPOINTS FOR JOB 'id'
 * </pre>
 */
public final class JobStatementParser {
    private static final Pattern STATEMENT = Pattern.compile(
            "(STOP|CREATE\\s+SAVEPOINT|DROP\\s+SAVEPOINT|DESC(?:RIBE)?\\s+JOB(?=\\s*')|SHOW\\s+CHECKPOINTS)(?=[\\s']|$)(.*)",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final String TEXT = "\\s*'((?:[^']|'')+)'";
    private static final Pattern STOP = rest("JOB" + TEXT + "(\\s*WITH\\s+SAVEPOINT(?=\\s|$))?(\\s*WITH\\s+DRAIN)?");
    private static final Pattern CREATE = rest("FOR\\s+JOB" + TEXT + "(?:\\s*IN" + TEXT + ")?");
    private static final Pattern DROP = rest(TEXT);
    private static final Pattern SHOW = rest("FOR\\s+JOB" + TEXT);

    private JobStatementParser() {}

    private static Pattern rest(String words) {
        return Pattern.compile("\\s*" + words + "\\s*", Pattern.CASE_INSENSITIVE);
    }

    /** The statement, or empty if this is none of these. */
    public static Optional<Statement> parse(ScriptSplitter.Piece piece) {
        Matcher matcher = STATEMENT.matcher(piece.text());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String verb = matcher.group(1).toUpperCase(Locale.ROOT).replaceAll("\\s+.*", "");
        String rest = matcher.group(2);
        return Optional.of(
                switch (verb) {
                    case "STOP" -> stop(rest, piece);
                    case "CREATE" -> create(rest, piece);
                    case "DROP" ->
                        new Statement.DropSavepoint(text(matched(DROP, rest, "DROP SAVEPOINT 'folder'", piece), 1));
                    case "SHOW" ->
                        new Statement.ShowCheckpoints(
                                text(matched(SHOW, rest, "SHOW CHECKPOINTS FOR JOB 'id'", piece), 1));
                    default -> new Statement.DescribeJob(text(matched(DROP, rest, "DESCRIBE JOB 'id'", piece), 1));
                });
    }

    private static Statement stop(String rest, ScriptSplitter.Piece piece) {
        Matcher matcher = matched(STOP, rest, "STOP JOB 'id' [WITH SAVEPOINT] [WITH DRAIN]", piece);
        boolean savepoint = matcher.group(2) != null;
        boolean drain = matcher.group(3) != null;
        if (drain && !savepoint) {
            throw SqlErrors.at(
                    SqlErrorCode.SYNTAX_ERROR,
                    piece.position(),
                    "WITH DRAIN needs WITH SAVEPOINT before it: what the windows emit becomes visible with the savepoint");
        }
        return new Statement.StopJob(text(matcher, 1), savepoint, drain);
    }

    private static Statement create(String rest, ScriptSplitter.Piece piece) {
        Matcher matcher = matched(CREATE, rest, "CREATE SAVEPOINT FOR JOB 'id' [IN 'folder']", piece);
        return new Statement.CreateSavepoint(
                text(matcher, 1), Optional.ofNullable(matcher.group(2)).map(folder -> folder.replace("''", "'")));
    }

    private static Matcher matched(Pattern form, String rest, String expected, ScriptSplitter.Piece piece) {
        Matcher matcher = form.matcher(rest);
        if (!matcher.matches()) {
            throw SqlErrors.at(SqlErrorCode.SYNTAX_ERROR, piece.position(), "the statement is " + expected);
        }
        return matcher;
    }

    private static String text(Matcher matcher, int group) {
        return matcher.group(group).replace("''", "'");
    }
}
