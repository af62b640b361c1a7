package io.blink.core.config;

import java.util.Locale;

/** A number of bytes as users write it: a number and a unit (b, k, kb, m, mb, g, gb, t, tb; powers of 1,024); a bare number counts bytes. */
public record DataSize(long bytes) {
    public DataSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("a size is not negative: " + bytes);
        }
    }

    public static DataSize parse(String text) {
        String trimmed = text.trim();
        int digits = 0;
        while (digits < trimmed.length() && Character.isDigit(trimmed.charAt(digits))) {
            digits++;
        }
        if (digits == 0) {
            throw new IllegalArgumentException("a number and a unit such as '64mb' is expected");
        }
        long amount = Long.parseLong(trimmed.substring(0, digits));
        String unit = trimmed.substring(digits).trim().toLowerCase(Locale.ROOT);
        int shift =
                switch (unit) {
                    case "", "b", "bytes" -> 0;
                    case "k", "kb", "kib" -> 10;
                    case "m", "mb", "mib" -> 20;
                    case "g", "gb", "gib" -> 30;
                    case "t", "tb", "tib" -> 40;
                    default ->
                        throw new IllegalArgumentException("unknown unit '" + unit + "'; use b, kb, mb, gb or tb");
                };
        return new DataSize(Math.multiplyExact(amount, 1L << shift));
    }

    @Override
    public String toString() {
        for (int shift = 40; shift > 0; shift -= 10) {
            if (bytes >= 1L << shift && (bytes & ((1L << shift) - 1)) == 0) {
                return (bytes >> shift) + " " + "kmgt".charAt(shift / 10 - 1) + "b";
            }
        }
        return bytes + " b";
    }
}
