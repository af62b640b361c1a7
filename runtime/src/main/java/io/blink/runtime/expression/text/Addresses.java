package io.blink.runtime.expression.text;

import io.blink.core.column.BytesColumnBuilder;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnBuilder;
import io.blink.core.column.LongColumnBuilder;
import io.blink.runtime.expression.kernel.BytesArgument;
import io.blink.runtime.expression.kernel.LongArgument;

/** INET_ATON and INET_NTOA: IPv4 addresses as numbers of 32 bits. */
final class Addresses {
    private static final int PARTS_MAX = 4;
    private static final int PART_BITS = 8;
    private static final int PART_MAX = 255;
    private static final int DIGITS_MAX = 10;
    private static final long ADDRESS_MAX = 0xFFFF_FFFFL;
    private static final long NONE = -1;

    private Addresses() {}

    static void number(Column[] arguments, int row, ColumnBuilder out) {
        BytesArgument texts = BytesArgument.of(arguments[0]);
        long number = number(texts.bytes(), texts.start(row), texts.end(row));
        if (number == NONE) {
            out.appendNull();
        } else {
            ((LongColumnBuilder) out).append(number);
        }
    }

    /** Up to four decimal parts; the last fills what is left of the 32 bits: {@code 127.1} is 127.0.0.1. */
    private static long number(byte[] bytes, int from, int to) {
        long number = 0;
        int parts = 0;
        int start = from;
        for (int at = from; at <= to; at++) {
            boolean last = at == to;
            if (!last && bytes[at] != '.') {
                continue;
            }
            long part = part(bytes, start, at);
            int bits = last ? Integer.SIZE - PART_BITS * parts : PART_BITS;
            if (part == NONE || ++parts > PARTS_MAX || part >= 1L << bits) {
                return NONE;
            }
            number = number << bits | part;
            start = at + 1;
        }
        return number;
    }

    private static long part(byte[] bytes, int from, int to) {
        if (from == to || to - from > DIGITS_MAX) {
            return NONE;
        }
        long part = 0;
        for (int at = from; at < to; at++) {
            if (bytes[at] < '0' || bytes[at] > '9') {
                return NONE;
            }
            part = part * 10 + bytes[at] - '0';
        }
        return part;
    }

    static void text(Column[] arguments, int row, ColumnBuilder out) {
        long number = LongArgument.of(arguments[0]).at(row);
        if (number < 0 || number > ADDRESS_MAX) {
            out.appendNull();
            return;
        }
        StringBuilder text = new StringBuilder();
        for (int shift = Integer.SIZE - PART_BITS; shift >= 0; shift -= PART_BITS) {
            text.append(number >> shift & PART_MAX).append(shift == 0 ? "" : ".");
        }
        ((BytesColumnBuilder) out).append(text.toString());
    }
}
