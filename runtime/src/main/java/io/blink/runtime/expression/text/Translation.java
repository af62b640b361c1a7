package io.blink.runtime.expression.text;

import io.blink.core.column.BytesColumnBuilder;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnBuilder;
import io.blink.runtime.expression.kernel.BytesArgument;
import java.util.HashMap;
import java.util.Map;

/** TRANSLATE: characters for characters. The table is kept as long as the rows name the same characters. */
final class Translation {
    /** Stands for a character that is left out. */
    private static final int NOTHING = -1;

    private String knownFrom;
    private String knownTo;
    private Map<Integer, Integer> replacements = Map.of();

    void translate(Column[] arguments, int row, ColumnBuilder out) {
        prepare(
                BytesArgument.of(arguments[1]).string(row),
                BytesArgument.of(arguments[2]).string(row));
        StringBuilder result = new StringBuilder();
        BytesArgument.of(arguments[0]).string(row).codePoints().forEach(character -> {
            int replacement = replacements.getOrDefault(character, character);
            if (replacement != NOTHING) {
                result.appendCodePoint(replacement);
            }
        });
        ((BytesColumnBuilder) out).append(result.toString());
    }

    /** Of a character that is named twice the first counts. */
    private void prepare(String from, String to) {
        if (from.equals(knownFrom) && to.equals(knownTo)) {
            return;
        }
        int[] characters = from.codePoints().toArray();
        int[] others = to.codePoints().toArray();
        Map<Integer, Integer> table = new HashMap<>();
        for (int i = 0; i < characters.length; i++) {
            table.putIfAbsent(characters[i], i < others.length ? others[i] : NOTHING);
        }
        replacements = table;
        knownFrom = from;
        knownTo = to;
    }
}
