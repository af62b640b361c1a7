package io.blink.runtime.expression.text;

import io.blink.core.column.BytesColumnBuilder;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnBuilder;
import io.blink.runtime.expression.kernel.BytesArgument;
import io.blink.runtime.expression.kernel.CallSite;
import io.blink.runtime.expression.kernel.IntegerResult;
import io.blink.runtime.expression.kernel.LongArgument;
import io.blink.runtime.expression.kernel.NullFlags;

/** Fields of strings between separators: SPLIT_PART, SUBSTRING_INDEX, FIND_IN_SET, KEYVALUE. */
final class Fields {
    private Fields() {}

    /** The field at a position from 1, or from the end if it is negative; the empty string outside. */
    static Column splitPart(CallSite site, Column[] arguments, boolean[] nulls, int rows) {
        BytesArgument texts = BytesArgument.of(arguments[0]);
        BytesArgument separators = BytesArgument.of(arguments[1]);
        LongArgument indexes = LongArgument.of(arguments[2]);
        Slices result = new Slices(texts.bytes(), rows);
        for (int i = 0; i < rows; i++) {
            if (NullFlags.at(nulls, i)) {
                result.putNull(i);
                continue;
            }
            long index = indexes.at(i);
            if (index == 0) {
                throw site.invalidArgument("fields are counted from 1, or from -1 at the end; 0 is none", null);
            }
            long field = index > 0 ? index - 1 : index + count(texts, separators, i);
            putField(texts, separators, i, field, result);
        }
        return result.build();
    }

    private static void putField(BytesArgument texts, BytesArgument separators, int row, long field, Slices result) {
        int position = texts.start(row);
        int end = texts.end(row);
        for (long before = field; before > 0 && position >= 0; before--) {
            int found = find(texts, separators, row, position);
            position = found < 0 ? -1 : found + separators.length(row);
        }
        if (field < 0 || position < 0) {
            result.put(row, end, end);
            return;
        }
        int found = find(texts, separators, row, position);
        result.put(row, position, found < 0 ? end : found);
    }

    /** How many fields there are. */
    private static long count(BytesArgument texts, BytesArgument separators, int row) {
        long count = 1;
        for (int found = find(texts, separators, row, texts.start(row)); found >= 0; count++) {
            found = find(texts, separators, row, found + separators.length(row));
        }
        return count;
    }

    private static int find(BytesArgument texts, BytesArgument needles, int row, int from) {
        if (needles.length(row) == 0) {
            return -1;
        }
        return ByteSearch.indexOf(
                texts.bytes(), from, texts.end(row), needles.bytes(), needles.start(row), needles.end(row));
    }

    /** All before the count-th separator, or behind the count-th from the end if it is negative; the whole text if there are fewer. */
    static Column substringIndex(Column[] arguments, boolean[] nulls, int rows) {
        BytesArgument texts = BytesArgument.of(arguments[0]);
        BytesArgument separators = BytesArgument.of(arguments[1]);
        LongArgument counts = LongArgument.of(arguments[2]);
        Slices result = new Slices(texts.bytes(), rows);
        for (int i = 0; i < rows; i++) {
            if (NullFlags.at(nulls, i)) {
                result.putNull(i);
                continue;
            }
            long count = counts.at(i);
            int start = texts.start(i);
            int end = texts.end(i);
            if (count == 0 || separators.length(i) == 0) {
                result.put(i, start, start);
            } else if (count > 0) {
                int found = separator(texts, separators, i, count);
                result.put(i, start, found < 0 ? end : found);
            } else {
                long fromStart = count(texts, separators, i) + count;
                int found = fromStart < 1 ? -1 : separator(texts, separators, i, fromStart);
                result.put(i, found < 0 ? start : found + separators.length(i), end);
            }
        }
        return result.build();
    }

    /** Where the n-th separator begins, or -1. */
    private static int separator(BytesArgument texts, BytesArgument separators, int row, long n) {
        int found = find(texts, separators, row, texts.start(row));
        for (long left = n - 1; left > 0 && found >= 0; left--) {
            found = find(texts, separators, row, found + separators.length(row));
        }
        return found;
    }

    /** The position from 1 of a text among those between commas, 0 if it is not there or has a comma itself. */
    static Column findInSet(CallSite site, Column[] arguments, boolean[] nulls, int rows) {
        BytesArgument texts = BytesArgument.of(arguments[0]);
        BytesArgument lists = BytesArgument.of(arguments[1]);
        int[] result = new int[rows];
        for (int i = 0; i < rows; i++) {
            if (!NullFlags.at(nulls, i)) {
                result[i] = placeIn(lists, texts, i);
            }
        }
        return IntegerResult.column(site.type(), result, nulls);
    }

    private static int placeIn(BytesArgument lists, BytesArgument texts, int row) {
        byte[] list = lists.bytes();
        int end = lists.end(row);
        int start = lists.start(row);
        int place = 1;
        for (int at = start; at <= end; at++) {
            if (at == end || list[at] == ',') {
                boolean equal = at - start == texts.length(row)
                        && ByteSearch.startsWith(list, start, at, texts.bytes(), texts.start(row), texts.end(row));
                if (equal) {
                    return place;
                }
                place++;
                start = at + 1;
            }
        }
        return 0;
    }

    /** The value of a key among pairs; each character of a separator separates. NULL where the key is missing. */
    static void keyValue(Column[] arguments, int row, ColumnBuilder out) {
        String text = BytesArgument.of(arguments[0]).string(row);
        String pairSeparators = BytesArgument.of(arguments[1]).string(row);
        String valueSeparators = BytesArgument.of(arguments[2]).string(row);
        String key = BytesArgument.of(arguments[3]).string(row);
        int start = 0;
        for (int at = 0; at <= text.length(); at++) {
            if (at == text.length() || pairSeparators.indexOf(text.charAt(at)) >= 0) {
                int split = start;
                while (split < at && valueSeparators.indexOf(text.charAt(split)) < 0) {
                    split++;
                }
                if (split < at && text.substring(start, split).equals(key)) {
                    ((BytesColumnBuilder) out).append(text.substring(split + 1, at));
                    return;
                }
                start = at + 1;
            }
        }
        out.appendNull();
    }
}
