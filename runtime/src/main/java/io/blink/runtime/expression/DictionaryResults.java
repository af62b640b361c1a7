package io.blink.runtime.expression;

import io.blink.core.column.Column;
import java.util.function.Supplier;

/**
 * What a function gives for the entries of dictionaries, remembered while batches share them. A scan reads several splits in turn, each with dictionaries of its own, so
 * that more than one is remembered; the one that came first makes room.
 */
final class DictionaryResults {
    private static final int REMEMBERED = 4;

    private static final class Known {
        private final Column dictionary;
        private Column result;
        private boolean tried;
        /** Rows that came with the dictionary: as many as it has entries, and going through it has paid. */
        private long rowsSeen;

        private Known(Column dictionary) {
            this.dictionary = dictionary;
        }
    }

    private final Known[] known = new Known[REMEMBERED];
    private int next;

    /**
     * The results for all entries, or {@code null} if going through them does not pay yet or has failed.
     *
     * @param rows of the batch at hand
     * @param worthWhile whether the batch alone pays for going through the dictionary
     * @param results of the entries, or {@code null} if one fails; asked once for a dictionary
     */
    Column of(Column dictionary, int rows, boolean worthWhile, Supplier<Column> results) {
        Known entry = entry(dictionary);
        entry.rowsSeen += rows;
        if (!entry.tried && (worthWhile || entry.rowsSeen >= dictionary.size())) {
            entry.result = results.get();
            entry.tried = true;
        }
        return entry.result;
    }

    private Known entry(Column dictionary) {
        for (Known entry : known) {
            if (entry != null && entry.dictionary == dictionary) {
                return entry;
            }
        }
        Known added = new Known(dictionary);
        known[next] = added;
        next = (next + 1) % REMEMBERED;
        return added;
    }
}
