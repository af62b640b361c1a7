package io.blink.formats.json;

import io.blink.formats.record.MalformedRecord;
import io.blink.formats.record.Utf8;
import java.util.Arrays;

/**
 * Walks over the UTF-8 of one JSON text (RFC 8259) in a byte array. What was found last lies at {@link #bytes} from {@link #from} to {@link #to}: in the text itself, or, of a
 * string with escapes, in an array of the scanner's own. One thread, one text after the other.
 */
public final class JsonScanner {
    private static final int DEPTH_MAX = 256;
    private static final int REPLACEMENT = 0xFFFD;

    private byte[] text;
    private int begin;
    private int at;
    private int end;
    private byte[] unescaped = new byte[256];
    private byte[] found;
    private int foundFrom;
    private int foundTo;

    /** Starts with another text. */
    public void reset(byte[] source, int from, int length) {
        text = source;
        begin = from;
        at = from;
        end = from + length;
    }

    public byte[] bytes() {
        return found;
    }

    public int from() {
        return foundFrom;
    }

    public int to() {
        return foundTo;
    }

    /** Where the next byte lies, for {@link #moveTo}. */
    public int position() {
        return at;
    }

    /** Back to, or on to, where a value begins. */
    public void moveTo(int position) {
        at = position;
    }

    /** The next byte that is no blank, which stays the next; an error at the end. */
    public byte peek() throws MalformedRecord {
        while (at < end) {
            byte next = text[at];
            if (next != ' ' && next != '\n' && next != '\r' && next != '\t') {
                return next;
            }
            at++;
        }
        throw new MalformedRecord("the JSON ends too early, after " + (end - begin) + " bytes");
    }

    public void expect(char expected) throws MalformedRecord {
        if (peek() != expected) {
            throw unexpected("'" + expected + "'");
        }
        at++;
    }

    /** Takes the next byte if it is this one. */
    public boolean take(char wanted) throws MalformedRecord {
        if (peek() != wanted) {
            return false;
        }
        at++;
        return true;
    }

    /** Behind an element: whether another follows, after a comma; else takes the closing bracket. */
    public boolean more(char closing) throws MalformedRecord {
        if (take(',')) {
            return true;
        }
        expect(closing);
        return false;
    }

    /** Only blanks may follow. */
    public void finish() throws MalformedRecord {
        while (at < end) {
            byte next = text[at];
            if (next != ' ' && next != '\n' && next != '\r' && next != '\t') {
                throw unexpected("the end");
            }
            at++;
        }
    }

    /** A string, which becomes what was found. */
    public void string() throws MalformedRecord {
        expect('"');
        int from = at;
        int mask = 0;
        for (int i = from; i < end; i++) {
            byte b = text[i];
            if (b == '"') {
                found(text, from, i, mask < 0);
                at = i + 1;
                return;
            }
            if (b == '\\') {
                escaped(from, i);
                return;
            }
            if (b >= 0 && b < ' ') {
                at = i;
                throw unexpected("a string without control characters");
            }
            mask |= b;
        }
        throw new MalformedRecord("the JSON ends within a string that begins at byte " + (from - 1 - begin));
    }

    private void found(byte[] bytes, int from, int to, boolean beyondAscii) throws MalformedRecord {
        if (beyondAscii && !Utf8.isValid(bytes, from, to)) {
            throw new MalformedRecord("the string that ends before byte " + (at - begin) + " is not UTF-8");
        }
        found = bytes;
        foundFrom = from;
        foundTo = to;
    }

    private void escaped(int from, int firstEscape) throws MalformedRecord {
        // What is unescaped is never longer than what is escaped.
        int room = end - from;
        if (unescaped.length < room) {
            unescaped = new byte[Math.max(room, unescaped.length * 2)];
        }
        int length = firstEscape - from;
        System.arraycopy(text, from, unescaped, 0, length);
        at = firstEscape;
        while (at < end) {
            byte b = text[at];
            if (b == '"') {
                at++;
                found(unescaped, 0, length, true);
                return;
            }
            if (b >= 0 && b < ' ') {
                throw unexpected("a string without control characters");
            }
            at++;
            if (b == '\\') {
                length = unescape(length);
            } else {
                unescaped[length++] = b;
            }
        }
        throw new MalformedRecord("the JSON ends within a string that begins at byte " + (from - 1 - begin));
    }

    private int unescape(int length) throws MalformedRecord {
        byte kind = at < end ? text[at++] : 0;
        int to = length;
        switch (kind) {
            case '"', '\\', '/' -> unescaped[to++] = kind;
            case 'b' -> unescaped[to++] = '\b';
            case 'f' -> unescaped[to++] = '\f';
            case 'n' -> unescaped[to++] = '\n';
            case 'r' -> unescaped[to++] = '\r';
            case 't' -> unescaped[to++] = '\t';
            case 'u' -> to = appendCodePoint(codePoint(), to);
            default -> {
                at--;
                throw unexpected("an escape such as \\n or \\u0041");
            }
        }
        return to;
    }

    /** Half a surrogate pair, which UTF-8 does not have, becomes the replacement character. */
    private int codePoint() throws MalformedRecord {
        int unit = hex();
        if (unit < Character.MIN_SURROGATE || unit > Character.MAX_SURROGATE) {
            return unit;
        }
        boolean pair = unit <= Character.MAX_HIGH_SURROGATE && at + 1 < end && text[at] == '\\' && text[at + 1] == 'u';
        if (pair) {
            int second = at;
            at += 2;
            int low = hex();
            if (low >= Character.MIN_LOW_SURROGATE && low <= Character.MAX_LOW_SURROGATE) {
                return Character.toCodePoint((char) unit, (char) low);
            }
            at = second;
        }
        return REPLACEMENT;
    }

    private int hex() throws MalformedRecord {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            int digit = at < end ? Character.digit(text[at], 16) : -1;
            if (digit < 0) {
                throw unexpected("four hex digits");
            }
            value = value << 4 | digit;
            at++;
        }
        return value;
    }

    private int appendCodePoint(int code, int length) {
        int to = length;
        if (code < 0x80) {
            unescaped[to++] = (byte) code;
        } else if (code < 0x800) {
            unescaped[to++] = (byte) (0xC0 | code >> 6);
            unescaped[to++] = (byte) (0x80 | code & 0x3F);
        } else if (code < 0x10000) {
            unescaped[to++] = (byte) (0xE0 | code >> 12);
            unescaped[to++] = (byte) (0x80 | code >> 6 & 0x3F);
            unescaped[to++] = (byte) (0x80 | code & 0x3F);
        } else {
            unescaped[to++] = (byte) (0xF0 | code >> 18);
            unescaped[to++] = (byte) (0x80 | code >> 12 & 0x3F);
            unescaped[to++] = (byte) (0x80 | code >> 6 & 0x3F);
            unescaped[to++] = (byte) (0x80 | code & 0x3F);
        }
        return to;
    }

    /** A number, whose text becomes what was found. */
    public void number() throws MalformedRecord {
        peek();
        int from = at;
        at += text[at] == '-' ? 1 : 0;
        int whole = digits();
        boolean leadingZero = whole > 1 && text[at - whole] == '0';
        if (whole == 0 || leadingZero) {
            throw unexpected("a value");
        }
        if (at < end && text[at] == '.') {
            at++;
            requireDigits();
        }
        if (at < end && (text[at] == 'e' || text[at] == 'E')) {
            at++;
            at += at < end && (text[at] == '+' || text[at] == '-') ? 1 : 0;
            requireDigits();
        }
        found = text;
        foundFrom = from;
        foundTo = at;
    }

    private int digits() {
        int from = at;
        while (at < end && text[at] >= '0' && text[at] <= '9') {
            at++;
        }
        return at - from;
    }

    private void requireDigits() throws MalformedRecord {
        if (digits() == 0) {
            throw unexpected("a digit");
        }
    }

    /** {@code true}, {@code false} or {@code null}, which becomes what was found. @return its first letter */
    public byte literal() throws MalformedRecord {
        byte first = peek();
        int length = first == 'f' ? 5 : 4;
        String word = first == 't' ? "true" : first == 'f' ? "false" : "null";
        for (int i = 0; i < length; i++) {
            if (at + i >= end || text[at + i] != word.charAt(i)) {
                throw unexpected("a value");
            }
        }
        found = text;
        foundFrom = at;
        at += length;
        foundTo = at;
        return first;
    }

    /** Any value, whose text becomes what was found. */
    public void skipValue() throws MalformedRecord {
        peek();
        int from = at;
        skip(0);
        found = text;
        foundFrom = from;
        foundTo = at;
    }

    private void skip(int depth) throws MalformedRecord {
        if (depth > DEPTH_MAX) {
            throw new MalformedRecord("the JSON is nested more than " + DEPTH_MAX + " deep");
        }
        switch (peek()) {
            case '"' -> string();
            case '{' -> skipObject(depth);
            case '[' -> skipArray(depth);
            case 't', 'f', 'n' -> literal();
            default -> number();
        }
    }

    private void skipObject(int depth) throws MalformedRecord {
        at++;
        if (take('}')) {
            return;
        }
        do {
            string();
            expect(':');
            skip(depth + 1);
        } while (more('}'));
    }

    private void skipArray(int depth) throws MalformedRecord {
        at++;
        if (take(']')) {
            return;
        }
        do {
            skip(depth + 1);
        } while (more(']'));
    }

    /** Whether what was found are these bytes. */
    public boolean foundIs(byte[] expected) {
        return Arrays.equals(found, foundFrom, foundTo, expected, 0, expected.length);
    }

    private MalformedRecord unexpected(String expected) {
        String there = at < end ? "'" + (char) (text[at] & 0xFF) + "'" : "the end";
        return new MalformedRecord(
                "at byte " + (at - begin) + " stands " + there + " where " + expected + " is expected");
    }
}
