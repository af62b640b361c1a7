package io.blink.sql.parser;

import io.blink.core.config.NearestName;
import io.blink.core.error.BlinkException;
import io.blink.core.expression.SourcePosition;
import io.blink.sql.SqlErrorCode;
import io.blink.sql.SqlErrors;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.sql.parser.SqlParseException;

/** Says what the generated parser found wrong. */
final class SyntaxErrors {
    /** More alternatives than this are no help: none is listed. At the end of the text the list leaves out names and is none. */
    private static final int LISTED_MAX = 8;

    /** Alternatives of the grammar that nothing here takes. */
    private static final Set<String> INTERNAL = Set.of("?", "DECIMAL", "STREAM", "/*+");

    private SyntaxErrors() {}

    /** Without the cause, whose message lists hundreds of words. */
    static BlinkException describe(ParseException error, String source) {
        if (error.currentToken == null || error.currentToken.next == null) {
            return new BlinkException(SqlErrorCode.SYNTAX_ERROR, String.valueOf(error.getMessage()));
        }
        Token unexpected = error.currentToken.next;
        TreeSet<String> expected = expected(error);
        String message = unexpected(unexpected)
                + SyntaxHints.reservedWord(error.currentToken, unexpected, expected, source)
                        .or(() -> SyntaxHints.openParenthesis(unexpected, expected, source))
                        .orElseGet(() -> hint(error.currentToken, unexpected, expected));
        return SqlErrors.at(SqlErrorCode.SYNTAX_ERROR, position(unexpected, source), message);
    }

    static BlinkException describe(SqlParseException error, SourcePosition start) {
        SourcePosition position = error.getPos() == null || error.getPos().getLineNum() < 1
                ? start
                : SourceText.positionOf(error.getPos());
        Throwable cause = error.getCause() == null ? error : error.getCause();
        Throwable innermost = cause.getCause() == null ? cause : cause.getCause();
        return SqlErrors.at(SqlErrorCode.SYNTAX_ERROR, position, String.valueOf(innermost.getMessage()), error);
    }

    private static String unexpected(Token token) {
        return token.kind == BlinkSqlParserConstants.EOF
                ? "the statement ends too early"
                : "unexpected '" + token.image + "'";
    }

    /** A word that was taken for a name may be a mistyped keyword: {@code FORM}, {@code WHRE}, {@code GROPU BY}. */
    private static String hint(Token before, Token unexpected, TreeSet<String> expected) {
        for (Token candidate : List.of(unexpected, before)) {
            if (candidate.kind == BlinkSqlParserConstants.IDENTIFIER && candidate.image.length() > 2) {
                Optional<String> nearest = NearestName.of(candidate.image, expected);
                if (nearest.isPresent()) {
                    return "; did you mean " + nearest.get() + " instead of '" + candidate.image + "'?";
                }
            }
        }
        if (unexpected.kind == BlinkSqlParserConstants.EOF || expected.isEmpty() || expected.size() > LISTED_MAX) {
            return "";
        }
        return "; expected " + String.join(", ", expected);
    }

    private static TreeSet<String> expected(ParseException error) {
        TreeSet<String> words = new TreeSet<>();
        for (int[] sequence : error.expectedTokenSequences) {
            String image = error.tokenImage[sequence[0]];
            if (image.startsWith("\"") && image.endsWith("\"")) {
                words.add(image.substring(1, image.length() - 1));
            } else {
                words.add(tokenClass(image));
            }
        }
        words.removeIf(String::isEmpty);
        words.removeAll(INTERNAL);
        return words;
    }

    /** A name for a class of tokens; the many spellings of names count as one, the internal ones as none. */
    private static String tokenClass(String image) {
        return switch (image) {
            case "<IDENTIFIER>", "<QUOTED_IDENTIFIER>", "<BACK_QUOTED_IDENTIFIER>" -> SyntaxHints.NAME;
            case "<QUOTED_STRING>" -> "a string";
            case "<UNSIGNED_INTEGER_LITERAL>", "<DECIMAL_NUMERIC_LITERAL>", "<APPROX_NUMERIC_LITERAL>" -> "a number";
            case "<EOF>" -> "the end of the statement";
            default -> "";
        };
    }

    private static SourcePosition position(Token token, String source) {
        if (token.kind == BlinkSqlParserConstants.EOF) {
            return SourceText.positionOf(source, source.stripTrailing().length() - 1);
        }
        return new SourcePosition(token.beginLine, token.beginColumn);
    }
}
