package io.blink.runtime.expression.text;

import io.blink.runtime.expression.kernel.CallSite;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A LIKE pattern, classified: most are an exact text, a prefix, a suffix or a part. Others are pieces between percent signs, found one after the other
 * from the left, the first and the last bound to the ends; within a piece an underscore stands for one code point.
 */
final class LikePattern {
    enum Shape {
        EXACT,
        PREFIX,
        SUFFIX,
        PART,
        ANY,
        GENERAL
    }

    /** Bytes of a piece; where {@code anyOne} is set there is an underscore instead. */
    private record Piece(byte[] bytes, boolean[] anyOne, boolean plain) {
        /** Where the piece ends if it starts at {@code position}, or -1. */
        int matchAt(byte[] text, int position, int to) {
            int at = position;
            for (int i = 0; i < bytes.length; i++) {
                if (at >= to || (!anyOne[i] && text[at] != bytes[i])) {
                    return -1;
                }
                at += anyOne[i] ? Math.min(CodePoints.width(text[at]), to - at) : 1;
            }
            return at;
        }
    }

    private static final byte NO_ESCAPE_FOLLOWS = 0;

    private final Shape shape;
    private final List<Piece> pieces;
    private final boolean boundToStart;
    private final boolean boundToEnd;

    private LikePattern(List<Piece> pieces, boolean boundToStart, boolean boundToEnd) {
        this.pieces = pieces;
        this.boundToStart = boundToStart;
        this.boundToEnd = boundToEnd;
        this.shape = classify();
    }

    private Shape classify() {
        if (pieces.isEmpty()) {
            return boundToStart && boundToEnd ? Shape.EXACT : Shape.ANY;
        }
        if (pieces.size() > 1 || !pieces.get(0).plain()) {
            return Shape.GENERAL;
        }
        if (boundToStart) {
            return boundToEnd ? Shape.EXACT : Shape.PREFIX;
        }
        return boundToEnd ? Shape.SUFFIX : Shape.PART;
    }

    /**
     * @param escape the byte that makes the next character literal
     * @param strict whether it may stand before wildcards and itself only; otherwise it is literal elsewhere
     */
    static LikePattern parse(byte[] pattern, int from, int to, byte escape, boolean strict, CallSite site) {
        List<Piece> pieces = new ArrayList<>();
        byte[] bytes = new byte[to - from];
        boolean[] anyOne = new boolean[to - from];
        int length = 0;
        boolean startsBound = true;
        boolean endsBound = true;
        for (int i = from; i < to; i++) {
            byte b = pattern[i];
            endsBound = true;
            if (b == escape) {
                byte next = i + 1 < to ? pattern[i + 1] : NO_ESCAPE_FOLLOWS;
                if (next == '%' || next == '_' || next == escape) {
                    anyOne[length] = false;
                    bytes[length++] = next;
                    i++;
                    continue;
                }
                if (strict) {
                    throw site.invalidArgument(
                            "the escape character must be followed by %, _ or itself in the pattern '"
                                    + new String(pattern, from, to - from, java.nio.charset.StandardCharsets.UTF_8)
                                    + "'",
                            null);
                }
                anyOne[length] = false;
                bytes[length++] = b;
            } else if (b == '%') {
                startsBound &= i > from;
                endsBound = false;
                addPiece(pieces, bytes, anyOne, length);
                length = 0;
            } else {
                anyOne[length] = b == '_';
                bytes[length++] = b;
            }
        }
        addPiece(pieces, bytes, anyOne, length);
        return new LikePattern(List.copyOf(pieces), startsBound, endsBound);
    }

    private static void addPiece(List<Piece> pieces, byte[] bytes, boolean[] anyOne, int length) {
        if (length > 0) {
            boolean plain = true;
            for (int i = 0; i < length; i++) {
                plain &= !anyOne[i];
            }
            pieces.add(new Piece(Arrays.copyOf(bytes, length), Arrays.copyOf(anyOne, length), plain));
        }
    }

    Shape shape() {
        return shape;
    }

    /** The text of a pattern that is neither ANY nor GENERAL. */
    byte[] text() {
        return pieces.isEmpty() ? new byte[0] : pieces.get(0).bytes();
    }

    /** For GENERAL patterns; right for all. */
    boolean matches(byte[] text, int from, int to) {
        int position = from;
        int first = 0;
        int last = pieces.size();
        if (boundToStart && last > 0) {
            position = pieces.get(0).matchAt(text, from, to);
            if (position < 0 || (last == 1 && boundToEnd)) {
                return position == to;
            }
            first = 1;
        }
        if (boundToEnd && last > first) {
            last--;
        }
        for (int i = first; i < last; i++) {
            position = find(pieces.get(i), text, position, to);
            if (position < 0) {
                return false;
            }
        }
        if (last < pieces.size()) {
            return endsWith(pieces.get(last), text, position, to);
        }
        return !boundToEnd || pieces.size() > 0 || from == to;
    }

    private static int find(Piece piece, byte[] text, int from, int to) {
        if (piece.plain()) {
            int found = ByteSearch.indexOf(text, from, to, piece.bytes(), 0, piece.bytes().length);
            return found < 0 ? -1 : found + piece.bytes().length;
        }
        for (int start = from; start <= to; start++) {
            if (start == to || text[start] >= -64) {
                int end = piece.matchAt(text, start, to);
                if (end >= 0) {
                    return end;
                }
            }
        }
        return -1;
    }

    /** Whether the piece matches at the very end: its length in code points says where it must start. */
    private static boolean endsWith(Piece piece, byte[] text, int from, int to) {
        int codePoints = 0;
        for (int i = 0; i < piece.bytes().length; i++) {
            codePoints += piece.anyOne()[i] || piece.bytes()[i] >= -64 ? 1 : 0;
        }
        int start = CodePoints.retreat(text, from, to, codePoints);
        return piece.matchAt(text, start, to) == to;
    }
}
