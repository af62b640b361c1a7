package io.blink.sql.parser;

import io.blink.core.config.NearestName;
import io.blink.sql.SqlErrorCode;
import io.blink.sql.SqlErrors;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks at a statement's first word: the grammar alone would take a mistyped one for the beginning of an expression. */
final class StatementStart {
    private static final List<String> KNOWN = List.of(
            "SELECT",
            "WITH",
            "VALUES",
            "TABLE",
            "INSERT",
            "FROM",
            "EXECUTE",
            "BEGIN",
            "CREATE",
            "ALTER",
            "TRUNCATE",
            "ANALYZE",
            "DROP",
            "SHOW",
            "DESCRIBE",
            "DESC",
            "USE",
            "ADD",
            "REMOVE",
            "LIST",
            "SET",
            "RESET",
            "EXPLAIN");

    /** Statements of the dialects we come from that have no counterpart here, and what to do instead. */
    private static final Map<String, String> REFUSED = Map.ofEntries(
            Map.entry("UPDATE", "rewrite the table or partition with INSERT OVERWRITE"),
            Map.entry("DELETE", "rewrite the table or partition with INSERT OVERWRITE"),
            Map.entry("MERGE", "rewrite the table or partition with INSERT OVERWRITE"),
            Map.entry("UPSERT", "use INSERT INTO"),
            Map.entry("LOAD", "create a table over the files and use INSERT"),
            Map.entry("MSCK", "add partitions with INSERT"),
            Map.entry("CALL", "there are no procedures"),
            Map.entry("COMPILE", "run the statement directly"),
            Map.entry("STOP", "use 'blink cancel' with the job's id"),
            Map.entry("GRANT", "use the tools of the metastore and of HDFS"),
            Map.entry("REVOKE", "use the tools of the metastore and of HDFS"));

    /** The same for statements whose first word is known. */
    private static final Map<Pattern, String> REFUSED_PHRASES = Map.of(
            phrase("EXPLAIN( PLAN FOR| ANALYZE)? (ALTER|DESC|DESCRIBE|DROP|RESET|SET|SHOW|TRUNCATE|USE)"),
            "only queries, INSERT and CREATE TABLE AS run as jobs and have a plan",
            phrase("(BEGIN(?! STATEMENT SET)|EXECUTE(?! STATEMENT SET))"),
            "run the statements one by one, or INSERTs together: EXECUTE STATEMENT SET BEGIN …; END",
            phrase("ALTER (DATABASE|SCHEMA|CATALOG)"),
            "ALTER TABLE renames tables and views, adds columns, sets options, and adds and drops partitions; drop anything else and create it anew",
            phrase("SHOW (MODULES|FULL MODULES|PROCEDURES|MODELS)"),
            "SHOW lists CATALOGS, DATABASES, TABLES, VIEWS, COLUMNS, PARTITIONS, FUNCTIONS, JARS and JOBS",
            phrase("CREATE( OR REPLACE)?( TEMPORARY)? (MODEL|MATERIALIZED)"),
            "CREATE makes a TABLE, VIEW, DATABASE, CATALOG or FUNCTION");

    private static final Pattern FIRST_WORD = Pattern.compile("(?:\\s|\\()*([A-Za-z_]\\w*)");

    private StatementStart() {}

    private static Pattern phrase(String words) {
        return Pattern.compile("(" + words.replace(" ", "\\s+") + ")\\b", Pattern.CASE_INSENSITIVE);
    }

    static void check(ScriptSplitter.Piece piece) {
        Matcher matcher = FIRST_WORD.matcher(piece.text());
        if (!matcher.lookingAt()) {
            return;
        }
        String word = matcher.group(1).toUpperCase(Locale.ROOT);
        if (REFUSED.containsKey(word)) {
            throw SqlErrors.at(
                    SqlErrorCode.STATEMENT_NOT_SUPPORTED,
                    piece.position(),
                    word + " is not supported; " + REFUSED.get(word));
        }
        REFUSED_PHRASES.forEach((phrase, advice) -> {
            Matcher refused = phrase.matcher(piece.text());
            if (refused.lookingAt()) {
                throw SqlErrors.at(
                        SqlErrorCode.STATEMENT_NOT_SUPPORTED,
                        piece.position(),
                        refused.group(1).toUpperCase(Locale.ROOT) + " is not supported; " + advice);
            }
        });
        if (!KNOWN.contains(word)) {
            String hint = NearestName.of(word, KNOWN)
                    .map(nearest -> "did you mean " + nearest + "?")
                    .orElse("one of " + String.join(", ", KNOWN) + " is expected");
            throw SqlErrors.at(
                    SqlErrorCode.SYNTAX_ERROR,
                    piece.position(),
                    "'" + matcher.group(1) + "' does not begin a statement; " + hint);
        }
    }
}
