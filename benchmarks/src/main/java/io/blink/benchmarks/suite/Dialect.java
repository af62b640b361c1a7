package io.blink.benchmarks.suite;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How a query of a suite is spelled for an engine. The rewriting is mechanical: it changes quotes and literals and nothing of the query's shape. */
public enum Dialect {
    /** As it stands. */
    STANDARD,
    /** {@code concat} as {@code ||}: it passes NULL over there, and nowhere else. */
    DUCKDB,
    /** Identifiers in backticks, since double quotes are strings there; functions without quotes; decimal literals as casts. */
    BACKTICKS,
    /** The same, and backticks around columns behind a dot and aliases behind AS too, many of which are reserved words there; {@code date('...')} is a literal. */
    FLINK;

    private static final Pattern DECIMAL_LITERAL = Pattern.compile("(?i)\\bDECIMAL '([0-9]*)\\.?([0-9]*)'");
    private static final Pattern CONCAT = Pattern.compile("(?i)concat|\"concat\"");
    private static final Pattern DATE_CALL = Pattern.compile("(?i)\\bdate\\s*\\(\\s*('[-0-9]+')\\s*\\)");

    public String spell(String text) {
        return switch (this) {
            case STANDARD -> text;
            case DUCKDB -> concatenations(text);
            case BACKTICKS -> decimals(identifiers(text, Set.of()));
            case FLINK ->
                DATE_CALL.matcher(decimals(identifiers(text, aliases(text)))).replaceAll("DATE $1");
        };
    }

    /** Words behind AS that end a column of a SELECT list: a type in CAST stands before a parenthesis. */
    private static Set<String> aliases(String text) {
        List<String> tokens = SqlTokens.of(text);
        return IntStream.range(0, tokens.size())
                .filter(i -> SqlTokens.isWord(tokens.get(i)))
                .filter(i -> SqlTokens.neighbour(tokens, i, -1).equalsIgnoreCase("AS"))
                .filter(i -> !Set.of("(", ")").contains(SqlTokens.neighbour(tokens, i, 1)))
                .mapToObj(i -> tokens.get(i).toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    private String identifiers(String text, Set<String> aliases) {
        List<String> tokens = SqlTokens.of(text);
        StringBuilder spelled = new StringBuilder();
        for (int i = 0; i < tokens.size(); i++) {
            String token = tokens.get(i);
            boolean function = SqlTokens.neighbour(tokens, i, 1).equals("(");
            boolean name = this == FLINK
                    && SqlTokens.isWord(token)
                    && (aliases.contains(token.toLowerCase(Locale.ROOT))
                            || i > 0 && tokens.get(i - 1).equals("."));
            if (token.charAt(0) == '"') {
                String bare = token.substring(1, token.length() - 1);
                spelled.append(function ? bare : '`' + bare + '`');
            } else {
                spelled.append(name && !function ? '`' + token + '`' : token);
            }
        }
        return spelled.toString();
    }

    private static String concatenations(String text) {
        List<String> tokens = new ArrayList<>(SqlTokens.of(text));
        // Inner calls come later in the text: from behind, the arguments of a call are done before it.
        for (int i = tokens.size() - 2; i >= 0; i--) {
            boolean call =
                    CONCAT.matcher(tokens.get(i)).matches() && tokens.get(i + 1).equals("(");
            if (call) {
                tokens.set(i, "");
                separateByBars(tokens, i + 1);
            }
        }
        return String.join("", tokens);
    }

    /** Commas of the list that opens there, not of lists within it. */
    private static void separateByBars(List<String> tokens, int opening) {
        int depth = 0;
        for (int i = opening; i < tokens.size(); i++) {
            String token = tokens.get(i);
            depth += token.equals("(") ? 1 : token.equals(")") ? -1 : 0;
            if (depth == 0) {
                return;
            }
            if (depth == 1 && token.equals(",")) {
                tokens.set(i, " ||");
            }
        }
    }

    private static String decimals(String text) {
        Matcher literals = DECIMAL_LITERAL.matcher(text);
        return literals.replaceAll(found -> {
            int scale = found.group(2).length();
            int precision = found.group(1).length() + scale;
            return "CAST('" + found.group(1) + (scale == 0 ? "" : "." + found.group(2)) + "' AS DECIMAL(" + precision
                    + ", " + scale + "))";
        });
    }
}
