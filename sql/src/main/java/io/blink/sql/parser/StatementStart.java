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
            "MSCK",
            "REPAIR",
            "REPLACE",
            "DROP",
            "SHOW",
            "DESCRIBE",
            "DESC",
            "USE",
            "ADD",
            "REMOVE",
            "LIST",
            "STOP",
            "LOAD",
            "UNLOAD",
            "SET",
            "RESET",
            "EXPLAIN");

    /** Statements of the dialects we come from that have no counterpart here, and what to do instead. */
    private static final Map<String, String> REFUSED = Map.ofEntries(
            Map.entry("UPDATE", "rewrite the table or partition with INSERT OVERWRITE"),
            Map.entry("DELETE", "rewrite the table or partition with INSERT OVERWRITE"),
            Map.entry("MERGE", "rewrite the table or partition with INSERT OVERWRITE"),
            Map.entry("UPSERT", "use INSERT INTO"),
            Map.entry("REFRESH", "nothing is cached between statements: each sees the tables as they are"),
            Map.entry("CACHE", "keep rows for later statements with CREATE TABLE … AS"),
            Map.entry("UNCACHE", "nothing is cached between statements"),
            Map.entry("EXPORT", "create a table with 'connector' = 'filesystem' and INSERT into it"),
            Map.entry("IMPORT", "create a table with 'connector' = 'filesystem' over the files and use INSERT"),
            Map.entry("LOCK", "no statement needs locks: readers see a table before or after a write"),
            Map.entry("COMMENT", "give COMMENT in CREATE TABLE"),
            Map.entry("DFS", "use the command hdfs dfs"),
            Map.entry("CALL", "there are no procedures"),
            Map.entry("COMPILE", "run the statement directly"),
            Map.entry("GRANT", "use the tools of the metastore and of HDFS"),
            Map.entry("REVOKE", "use the tools of the metastore and of HDFS"));

    /** The same for statements whose first word is known. */
    private static final Map<Pattern, String> REFUSED_PHRASES = Map.ofEntries(
            Map.entry(
                    phrase("EXPLAIN( PLAN FOR| ANALYZE)? (ALTER|DESC|DESCRIBE|DROP|RESET|SET|SHOW|TRUNCATE|USE)"),
                    "only queries, INSERT and CREATE TABLE AS run as jobs and have a plan"),
            Map.entry(
                    phrase("(BEGIN(?! STATEMENT SET)|EXECUTE(?! STATEMENT SET))"),
                    "run the statements one by one, or INSERTs together: EXECUTE STATEMENT SET BEGIN …; END"),
            Map.entry(
                    phrase("(ALTER|DROP) (MODEL|MATERIALIZED)"),
                    "there are none; ALTER and DROP are for a TABLE, VIEW, DATABASE, CATALOG or FUNCTION"),
            Map.entry(
                    phrase(
                            "SHOW (CREATE (MODEL|MATERIALIZED|OR)|LOCKS|INDEX|FORMATTED|TABLE EXTENDED|TRANSACTIONS|COMPACTIONS|CONF|GRANT|ROLES?)"),
                    "SHOW lists CATALOGS, DATABASES, TABLES, VIEWS, COLUMNS, PARTITIONS, FUNCTIONS, JARS, JOBS, and CHECKPOINTS of a job"),
            Map.entry(
                    phrase("CREATE( OR (REPLACE|ALTER))?( TEMPORARY)? (MODEL|MATERIALIZED)"),
                    "CREATE makes a TABLE, VIEW, DATABASE, CATALOG or FUNCTION"),
            Map.entry(
                    phrase("(DESCRIBE|DESC)( QUERY)? (SELECT|WITH|VALUES)"),
                    "CREATE TEMPORARY VIEW v AS the query and DESCRIBE v for its columns, or EXPLAIN it"),
            Map.entry(
                    phrase(
                            "ALTER TABLE \\S+ (SET (LOCATION|FILEFORMAT|SERDE|SERDEPROPERTIES|OWNER)|PARTITION|TOUCH|ARCHIVE|UNARCHIVE|CLUSTERED|SKEWED|COMPACT|CONCATENATE|EXCHANGE|RECOVER)"),
                    "ALTER TABLE renames, changes columns, sets options, and adds and drops partitions; MSCK REPAIR TABLE finds partitions in folders"),
            Map.entry(
                    phrase("ALTER TABLE( IF EXISTS)? \\S+ (ADD|MODIFY|DROP) DISTRIBUTION"),
                    "no connector has buckets of its own; rows with a key go to the partition of that key in Kafka, and"
                            + " files are divided by PARTITIONED BY"),
            Map.entry(
                    phrase("LOAD DATA"),
                    "create a table over the files, CREATE EXTERNAL TABLE … LOCATION '…', and INSERT from it"),
            Map.entry(
                    phrase("INSERT OVERWRITE( LOCAL)? DIRECTORY"),
                    "create a table with 'connector' = 'filesystem', 'path' = '…' and 'format' = '…' and INSERT into it"),
            Map.entry(
                    phrase("EXPLAIN (AST|AUTHORIZATION|CBO|CODEGEN|COST|DEPENDENCY|LOCKS|LOGICAL|VECTORIZATION)"),
                    "EXPLAIN shows the plan and the job's vertices, EXPLAIN ANALYZE what they did"));

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
