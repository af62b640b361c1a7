package io.blink.runtime.expression.text;

import io.blink.core.column.BytesColumnBuilder;
import io.blink.core.column.Column;
import io.blink.core.type.TypeKind;
import io.blink.runtime.expression.kernel.BytesArgument;
import io.blink.runtime.expression.kernel.CallSite;
import io.blink.runtime.expression.kernel.LongArgument;
import io.blink.runtime.expression.kernel.NullFlags;

/** Parts of strings by position, in code points, or in bytes for binary strings. */
final class Substrings {
    private Substrings() {}

    /** Flink's rules: position 0 counts as 1, a negative one from the end; a start outside gives the empty string, a negative length NULL. */
    static Column substring(CallSite site, Column[] arguments, boolean[] nulls, int rows) {
        boolean binary = site.argumentType(0).kind() == TypeKind.BINARY
                || site.argumentType(0).kind() == TypeKind.VARBINARY;
        BytesArgument texts = BytesArgument.of(arguments[0]);
        LongArgument starts = LongArgument.of(arguments[1]);
        LongArgument lengths = arguments.length > 2 ? LongArgument.of(arguments[2]) : null;
        boolean bytewise = binary || isAscii(texts, rows);
        Slices result = new Slices(texts.bytes(), rows);
        for (int i = 0; i < rows; i++) {
            long length = lengths == null ? Integer.MAX_VALUE : lengths.at(i);
            if (NullFlags.at(nulls, i) || length < 0) {
                result.putNull(i);
                continue;
            }
            int to = texts.end(i);
            int from = bytewise
                    ? byteStart(texts.start(i), to, starts.at(i))
                    : start(texts.bytes(), texts.start(i), to, starts.at(i));
            int end =
                    bytewise ? (int) Math.min(to, from + length) : CodePoints.advance(texts.bytes(), from, to, length);
            result.put(i, from, end);
        }
        return result.build();
    }

    /** Whether each code point is a byte. */
    private static boolean isAscii(BytesArgument texts, int rows) {
        int last = texts.stride() == 0 ? 1 : rows;
        return rows > 0 && CodePoints.isAscii(texts.bytes(), texts.offsets()[0], texts.offsets()[last]);
    }

    private static int start(byte[] bytes, int from, int to, long position) {
        if (position >= 0) {
            return CodePoints.advance(bytes, from, to, Math.max(0, position - 1));
        }
        return -position > CodePoints.count(bytes, from, to) ? to : CodePoints.retreat(bytes, from, to, -position);
    }

    private static int byteStart(int from, int to, long position) {
        if (position >= 0) {
            return (int) Math.min(to, from + Math.max(0, position - 1));
        }
        return -position > to - from ? to : (int) (to + position);
    }

    static Column left(Column[] arguments, boolean[] nulls, int rows) {
        BytesArgument texts = BytesArgument.of(arguments[0]);
        LongArgument lengths = LongArgument.of(arguments[1]);
        Slices result = new Slices(texts.bytes(), rows);
        for (int i = 0; i < rows; i++) {
            if (NullFlags.at(nulls, i)) {
                result.putNull(i);
                continue;
            }
            int from = texts.start(i);
            int end = CodePoints.advance(texts.bytes(), from, texts.end(i), Math.max(0, lengths.at(i)));
            result.put(i, from, end);
        }
        return result.build();
    }

    static Column right(Column[] arguments, boolean[] nulls, int rows) {
        BytesArgument texts = BytesArgument.of(arguments[0]);
        LongArgument lengths = LongArgument.of(arguments[1]);
        Slices result = new Slices(texts.bytes(), rows);
        for (int i = 0; i < rows; i++) {
            if (NullFlags.at(nulls, i)) {
                result.putNull(i);
                continue;
            }
            int from = CodePoints.retreat(texts.bytes(), texts.start(i), texts.end(i), Math.max(0, lengths.at(i)));
            result.put(i, from, texts.end(i));
        }
        return result.build();
    }

    /** The field at an index from 0 between separators, each a text or the code of a character; NULL outside. */
    static Column splitIndex(CallSite site, Column[] arguments, boolean[] nulls, int rows) {
        BytesArgument texts = BytesArgument.of(arguments[0]);
        boolean text = site.argumentType(1).kind().isCharacter();
        BytesArgument separators = text ? BytesArgument.of(arguments[1]) : null;
        LongArgument codes = text ? null : LongArgument.of(arguments[1]);
        LongArgument indexes = LongArgument.of(arguments[2]);
        BytesColumnBuilder result = new BytesColumnBuilder(rows);
        for (int i = 0; i < rows; i++) {
            if (NullFlags.at(nulls, i) || indexes.at(i) < 0 || texts.length(i) == 0) {
                result.appendNull();
            } else if (text) {
                field(texts, i, separators.bytes(), separators.start(i), separators.end(i), indexes.at(i), result);
            } else {
                byte[] separator = CaseMapping.utf8(Character.toString((int) (codes.at(i) & 0xFFFF)));
                field(texts, i, separator, 0, separator.length, indexes.at(i), result);
            }
        }
        return result.build();
    }

    private static void field(
            BytesArgument texts, int row, byte[] separator, int from, int to, long index, BytesColumnBuilder result) {
        int position = texts.start(row);
        int end = texts.end(row);
        for (long field = 0; ; field++) {
            int found = from == to ? -1 : ByteSearch.indexOf(texts.bytes(), position, end, separator, from, to);
            if (field == index) {
                result.append(texts.bytes(), position, (found < 0 ? end : found) - position);
                return;
            }
            if (found < 0) {
                result.appendNull();
                return;
            }
            position = found + to - from;
        }
    }

    /** Arguments: text, start [, length], replacement. */
    static Column overlay(CallSite site, Column[] arguments, boolean[] nulls, int rows) {
        boolean replacementSecond = site.argumentType(1).kind().isCharacter();
        int last = arguments.length - 1;
        BytesArgument texts = BytesArgument.of(arguments[0]);
        BytesArgument replacements = BytesArgument.of(arguments[replacementSecond ? 1 : last]);
        LongArgument starts = LongArgument.of(arguments[replacementSecond ? 2 : 1]);
        LongArgument lengths = last < 3 ? null : LongArgument.of(arguments[replacementSecond ? 3 : 2]);
        BytesColumnBuilder result = new BytesColumnBuilder(rows);
        byte[] bytes = texts.bytes();
        for (int i = 0; i < rows; i++) {
            if (NullFlags.at(nulls, i)) {
                result.appendNull();
                continue;
            }
            int from = texts.start(i);
            int to = texts.end(i);
            long start = starts.at(i);
            int replaced = start < 1 ? to : CodePoints.advance(bytes, from, to, start - 1);
            if (replaced == to) {
                result.append(bytes, from, to - from);
                continue;
            }
            long length = lengths == null
                    ? CodePoints.count(replacements.bytes(), replacements.start(i), replacements.end(i))
                    : Math.max(0, lengths.at(i));
            int rest = CodePoints.advance(bytes, replaced, to, length);
            byte[] whole = new byte[replaced - from + replacements.length(i) + to - rest];
            System.arraycopy(bytes, from, whole, 0, replaced - from);
            System.arraycopy(
                    replacements.bytes(), replacements.start(i), whole, replaced - from, replacements.length(i));
            System.arraycopy(bytes, rest, whole, whole.length - (to - rest), to - rest);
            result.append(whole, 0, whole.length);
        }
        return result.build();
    }
}
