package io.blink.kafka.sink;

import io.blink.core.column.Batch;
import io.blink.core.column.BytesColumn;
import io.blink.core.error.BlinkException;
import io.blink.kafka.KafkaErrorCode;
import io.blink.kafka.table.KafkaTable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

/** To which topic each row of a batch goes: the table's, or where its rows say it one of the table's. Rows of one topic mostly follow each other. One thread. */
final class RowTopics {
    private final KafkaTable table;
    /** {@code null}: topics are named. */
    private final Pattern pattern;
    /** Below 0: rows do not say it. */
    private final int column;
    /** {@code null}: rows must say it. */
    private final String only;

    private BytesColumn topics;
    private String last;
    private byte[] lastBytes = {};

    /** @param column of the batches, below 0 if none says it */
    RowTopics(KafkaTable table, int column) {
        this.table = table;
        this.column = column;
        this.pattern = table.topicPattern() == null ? null : Pattern.compile(table.topicPattern());
        this.only = table.topics().size() == 1 ? table.topics().get(0) : null;
    }

    boolean areSaidByRows() {
        return column >= 0;
    }

    void begin(Batch batch) {
        topics = column < 0 ? null : (BytesColumn) batch.column(column).flat();
    }

    String of(int row) {
        if (topics == null || topics.isNull(row) && only != null) {
            return only;
        }
        if (topics.isNull(row)) {
            throw invalid("METADATA 'topic' is NULL");
        }
        int from = topics.offset(row);
        int to = from + topics.length(row);
        boolean same = last != null && Arrays.equals(topics.bytes(), from, to, lastBytes, 0, lastBytes.length);
        if (!same) {
            byte[] bytes = Arrays.copyOfRange(topics.bytes(), from, to);
            last = known(new String(bytes, StandardCharsets.UTF_8));
            lastBytes = bytes;
        }
        return last;
    }

    private String known(String topic) {
        boolean known = pattern == null
                ? table.topics().contains(topic)
                : pattern.matcher(topic).matches();
        if (!known) {
            throw invalid("METADATA 'topic' is '" + topic + "'");
        }
        return topic;
    }

    private BlinkException invalid(String what) {
        return new BlinkException(
                KafkaErrorCode.INVALID_ROW,
                "Table " + table.name() + ": " + what + " of a row, and not one of " + table.topicText() + ".");
    }
}
