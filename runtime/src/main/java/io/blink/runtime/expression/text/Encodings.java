package io.blink.runtime.expression.text;

import io.blink.core.column.BytesColumnBuilder;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnBuilder;
import io.blink.core.column.TextBuffer;
import io.blink.runtime.expression.kernel.BytesArgument;
import io.blink.runtime.expression.kernel.CallSite;
import io.blink.runtime.expression.kernel.LongArgument;
import io.blink.runtime.expression.kernel.NullFlags;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;

/** Encodings and digests of strings. */
final class Encodings {
    private final CallSite site;
    private final MessageDigest digest;
    private final TextBuffer buffer = new TextBuffer();

    private Encodings(CallSite site, MessageDigest digest) {
        this.site = site;
        this.digest = digest;
    }

    static Encodings of(CallSite site) {
        return new Encodings(site, null);
    }

    static Encodings digest(CallSite site, String algorithm) {
        try {
            return new Encodings(site, MessageDigest.getInstance(algorithm));
        } catch (NoSuchAlgorithmException e) {
            throw site.invalidArgument("this Java has no " + algorithm, e);
        }
    }

    Column digest(Column[] arguments, boolean[] nulls, int rows) {
        BytesArgument texts = BytesArgument.of(arguments[0]);
        BytesColumnBuilder result = new BytesColumnBuilder(rows);
        for (int i = 0; i < rows; i++) {
            if (NullFlags.at(nulls, i)) {
                result.appendNull();
                continue;
            }
            digest.update(texts.bytes(), texts.start(i), texts.length(i));
            byte[] hash = digest.digest();
            buffer.clear().appendHex(hash, 0, hash.length);
            result.append(buffer.bytes(), 0, buffer.length());
        }
        return result.build();
    }

    void toBase64(Column[] arguments, int row, ColumnBuilder out) {
        byte[] encoded = Base64.getEncoder().encode(bytes(arguments[0], row));
        ((BytesColumnBuilder) out).append(encoded, 0, encoded.length);
    }

    void fromBase64(Column[] arguments, int row, ColumnBuilder out) {
        try {
            byte[] decoded = Base64.getDecoder().decode(bytes(arguments[0], row));
            ((BytesColumnBuilder) out).append(decoded, 0, decoded.length);
        } catch (IllegalArgumentException e) {
            throw site.invalidArgument(
                    "'" + BytesArgument.of(arguments[0]).string(row) + "' is not base 64: " + e.getMessage(), e);
        }
    }

    /** Of a number without leading zeros, of a string two digits a byte; in capitals. */
    void hex(Column[] arguments, int row, ColumnBuilder out) {
        if (site.argumentType(0).kind().isInteger()) {
            String digits = Long.toHexString(LongArgument.of(arguments[0]).at(row));
            ((BytesColumnBuilder) out).append(digits.toUpperCase(Locale.ROOT));
            return;
        }
        BytesArgument texts = BytesArgument.of(arguments[0]);
        buffer.clear().appendHex(texts.bytes(), texts.start(row), texts.length(row));
        ((BytesColumnBuilder) out).append(buffer.toString().toUpperCase(Locale.ROOT));
    }

    /** A negative number as its 64 bits. */
    void bin(Column[] arguments, int row, ColumnBuilder out) {
        String digits = Long.toBinaryString(LongArgument.of(arguments[0]).at(row));
        ((BytesColumnBuilder) out).append(digits);
    }

    /** A single first digit counts as if a zero stood before it; what is not hexadecimal gives NULL. */
    void unhex(Column[] arguments, int row, ColumnBuilder out) {
        byte[] digits = bytes(arguments[0], row);
        byte[] decoded = new byte[(digits.length + 1) / 2];
        int odd = digits.length % 2;
        for (int i = 0; i < digits.length; i++) {
            int digit = Character.digit(digits[i], 16);
            if (digit < 0) {
                out.appendNull();
                return;
            }
            int at = (i + odd) / 2;
            decoded[at] = (byte) (decoded[at] << 4 | digit);
        }
        ((BytesColumnBuilder) out).append(decoded, 0, decoded.length);
    }

    /** The character of a code, of which eight bits count; nothing for negative ones. */
    void chr(Column[] arguments, int row, ColumnBuilder out) {
        long code = LongArgument.of(arguments[0]).at(row);
        ((BytesColumnBuilder) out).append(code < 0 ? "" : Character.toString((int) (code & 0xFF)));
    }

    void encode(Column[] arguments, int row, ColumnBuilder out) {
        byte[] encoded = BytesArgument.of(arguments[0]).string(row).getBytes(charset(arguments[1], row));
        ((BytesColumnBuilder) out).append(encoded, 0, encoded.length);
    }

    void decode(Column[] arguments, int row, ColumnBuilder out) {
        ((BytesColumnBuilder) out).append(new String(bytes(arguments[0], row), charset(arguments[1], row)));
    }

    private Charset charset(Column names, int row) {
        String name = BytesArgument.of(names).string(row);
        try {
            return Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw site.invalidArgument("'" + name + "' is no character set; UTF-8, UTF-16 and ISO-8859-1 are some", e);
        }
    }

    private static byte[] bytes(Column column, int row) {
        BytesArgument texts = BytesArgument.of(column);
        return Arrays.copyOfRange(texts.bytes(), texts.start(row), texts.end(row));
    }
}
