package io.blink.client.shell;

import io.blink.client.script.Script;
import java.util.List;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/** Tells the line reader when what was typed is whole, and which word is being typed. */
final class StatementLine implements Parser {
    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
        if (context == ParseContext.ACCEPT_LINE && !isWhole(line)) {
            throw new EOFError(-1, -1, "The statement goes on until a semicolon.");
        }
        int begin = cursor;
        while (begin > 0 && isNamePart(line.charAt(begin - 1))) {
            begin--;
        }
        return new Word(line, cursor, line.substring(begin, cursor));
    }

    static boolean isNamePart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$';
    }

    /** Whether nothing more has to be typed before it can run. */
    static boolean isWhole(String text) {
        return ShellCommand.of(text).isPresent() || Shortcut.statement(text).isPresent() || Script.isWhole(text);
    }

    /** The word before the cursor, as the only one of the line. */
    private record Word(String line, int cursor, String word) implements CompletingParsedLine {
        @Override
        public int wordCursor() {
            return word.length();
        }

        @Override
        public int wordIndex() {
            return 0;
        }

        @Override
        public List<String> words() {
            return List.of(word);
        }

        @Override
        public CharSequence escape(CharSequence candidate, boolean complete) {
            return candidate;
        }

        @Override
        public int rawWordCursor() {
            return word.length();
        }

        @Override
        public int rawWordLength() {
            return word.length();
        }
    }
}
