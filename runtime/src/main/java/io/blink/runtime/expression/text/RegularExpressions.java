package io.blink.runtime.expression.text;

import io.blink.core.column.ArrayColumnBuilder;
import io.blink.core.column.ByteColumnBuilder;
import io.blink.core.column.BytesColumnBuilder;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnBuilder;
import io.blink.core.column.IntColumnBuilder;
import io.blink.runtime.expression.kernel.BytesArgument;
import io.blink.runtime.expression.kernel.CallSite;
import io.blink.runtime.expression.kernel.LongArgument;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** REGEXP and the functions that begin so, with Java's regular expressions, row by row; the last expression stays compiled. */
final class RegularExpressions {
    private final CallSite site;
    private String knownText;
    private Pattern known;

    RegularExpressions(CallSite site) {
        this.site = site;
    }

    void find(Column[] arguments, int row, ColumnBuilder out) {
        String expression = text(arguments[1], row);
        boolean found =
                !expression.isEmpty() && matcher(arguments[0], expression, row).find();
        ((ByteColumnBuilder) out).append((byte) (found ? 1 : 0));
    }

    void replace(Column[] arguments, int row, ColumnBuilder out) {
        Matcher matcher = matcher(arguments[0], text(arguments[1], row), row);
        try {
            ((BytesColumnBuilder) out).append(matcher.replaceAll(text(arguments[2], row)));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw site.invalidArgument(
                    "the replacement '" + text(arguments[2], row) + "' does not fit the expression '" + known + "': "
                            + e.getMessage(),
                    e);
        }
    }

    /** The group, 0 for the whole; NULL where nothing is found. */
    void extract(Column[] arguments, int row, ColumnBuilder out) {
        Matcher matcher = matcher(arguments[0], text(arguments[1], row), row);
        int group = arguments.length > 2 ? LongArgument.of(arguments[2]).clamped(row) : 0;
        if (group < 0 || group > matcher.groupCount()) {
            throw site.invalidArgument("the expression '" + known + "' has no group " + group, null);
        }
        String found = matcher.find() ? matcher.group(group) : null;
        if (found == null) {
            out.appendNull();
        } else {
            ((BytesColumnBuilder) out).append(found);
        }
    }

    /** The group of each match, 1 if none is given; NULL among them where the group did not take part. */
    void extractAll(Column[] arguments, int row, ColumnBuilder out) {
        Matcher matcher = matcher(arguments[0], text(arguments[1], row), row);
        int group = arguments.length > 2 ? LongArgument.of(arguments[2]).clamped(row) : 1;
        if (group < 0 || group > matcher.groupCount()) {
            throw site.invalidArgument("the expression '" + known + "' has no group " + group, null);
        }
        ArrayColumnBuilder arrays = (ArrayColumnBuilder) out;
        BytesColumnBuilder elements = (BytesColumnBuilder) arrays.elements();
        while (matcher.find()) {
            String found = matcher.group(group);
            if (found == null) {
                elements.appendNull();
            } else {
                elements.append(found);
            }
        }
        arrays.endArray();
    }

    void count(Column[] arguments, int row, ColumnBuilder out) {
        Matcher matcher = matcher(arguments[0], text(arguments[1], row), row);
        int count = 0;
        while (matcher.find()) {
            count++;
        }
        ((IntColumnBuilder) out).append(count);
    }

    /** The position of the first match in code points from 1, or 0. */
    void position(Column[] arguments, int row, ColumnBuilder out) {
        String text = text(arguments[0], row);
        Matcher matcher = matcher(arguments[0], text(arguments[1], row), row);
        ((IntColumnBuilder) out).append(matcher.find() ? text.codePointCount(0, matcher.start()) + 1 : 0);
    }

    private Matcher matcher(Column texts, String expression, int row) {
        if (!expression.equals(knownText)) {
            try {
                known = Pattern.compile(expression);
                knownText = expression;
            } catch (PatternSyntaxException e) {
                throw site.invalidArgument(
                        "'" + expression + "' is no regular expression: " + e.getDescription() + " near index "
                                + e.getIndex(),
                        e);
            }
        }
        return known.matcher(text(texts, row));
    }

    private static String text(Column column, int row) {
        return BytesArgument.of(column).string(row);
    }
}
