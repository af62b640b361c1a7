package io.blink.testing.peers.nexmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnText;
import io.blink.core.column.LongColumn;
import io.blink.core.column.RowColumn;
import io.blink.core.config.Configuration;
import io.blink.core.spi.catalog.ColumnDefinition;
import io.blink.core.spi.connector.Connectors;
import io.blink.core.spi.connector.SplitReader;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import java.io.IOException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.table.data.RowData;
import org.junit.jupiter.api.Test;

class NexmarkSourceReaderTest {
    private static final int EVENTS = 3_210;
    private static final Map<String, String> OPTIONS =
            Map.of("events.num", Integer.toString(EVENTS), "first-event.rate", "1000", "splits", "3");

    private final List<Field> columns = columns();
    private final NexmarkScan wholeEvents = new NexmarkScan(
            OPTIONS,
            columns.stream().map(column -> new EventPath(column.name(), null)).toList());

    private static List<Field> columns() {
        ClassLoader classes = NexmarkSourceReaderTest.class.getClassLoader();
        try (Connectors connectors = Connectors.load(classes, FileSystems.load(classes, Configuration.empty()))) {
            return connectors.get("nexmark").inferColumns(null).stream()
                    .map(NexmarkSourceReaderTest::field)
                    .toList();
        }
    }

    private static Field field(ColumnDefinition column) {
        return new Field(column.name(), column.type());
    }

    private static List<NexmarkSplit> splits(NexmarkScan scan) {
        try (NexmarkScan.Open open = scan.open()) {
            return open.splits().stream()
                    .map(split -> new NexmarkSplit(split.id(), split.json(), null, 0))
                    .toList();
        }
    }

    private static NexmarkSourceReader reader(NexmarkScan scan, List<NexmarkSplit> splits) {
        NexmarkSourceReader reader = new NexmarkSourceReader(scan.open());
        assertThat(reader.isAvailable()).isNotDone();
        assertThat(reader.pollNext(new Output(row -> {}))).isEqualTo(InputStatus.NOTHING_AVAILABLE);
        reader.addSplits(splits);
        reader.notifyNoMoreSplits();
        assertThat(reader.isAvailable()).isDone();
        return reader;
    }

    /** At most so many rows. */
    private static void read(NexmarkSourceReader reader, int rows, Consumer<RowData> consumer) {
        Output output = new Output(consumer);
        while (output.count < rows && reader.pollNext(output) != InputStatus.END_OF_INPUT) {
            assertThat(reader.isAvailable()).isDone();
        }
    }

    private List<String> rows(List<NexmarkSplit> splits) {
        List<String> rows = new ArrayList<>();
        read(reader(wholeEvents, splits), Integer.MAX_VALUE, row -> rows.add(text(row, columns)));
        return rows;
    }

    @Test
    void rowsAreThoseOfBlinksReader() {
        for (NexmarkSplit split : splits(wholeEvents)) {
            List<String> expected = new ArrayList<>();
            try (NexmarkScan.Open open = wholeEvents.open();
                    SplitReader reader = open.reader(split)) {
                while (!reader.finished()) {
                    Batch batch = reader.next(123);
                    for (int row = 0; row < batch.rowCount(); row++) {
                        expected.add(text(batch.columns(), columns, row));
                    }
                }
            }
            assertThat(rows(List.of(split))).hasSizeGreaterThan(EVENTS / 4).isEqualTo(expected);
        }
        assertThat(rows(splits(wholeEvents))).hasSize(EVENTS).doesNotHaveDuplicates();
    }

    @Test
    void aFieldIsAColumnOfItsOwnAndNullInOtherEvents() {
        NexmarkScan fields = new NexmarkScan(
                OPTIONS,
                List.of(
                        new EventPath("bid", "channel"),
                        new EventPath("bid", "price"),
                        new EventPath("event_type", null),
                        new EventPath("person", "dateTime")));
        List<String> rows = new ArrayList<>();
        read(reader(fields, splits(fields)), Integer.MAX_VALUE, row -> {
            assertThat(row.getArity()).isEqualTo(4);
            assertThat(row.isNullAt(0)).isEqualTo(row.getInt(2) != 2);
            assertThat(row.isNullAt(3)).isEqualTo(row.getInt(2) != 0);
            rows.add(row.isNullAt(1) ? "-" : row.getString(0) + " " + row.getLong(1));
        });
        List<String> expected = new ArrayList<>();
        read(reader(wholeEvents, splits(wholeEvents)), Integer.MAX_VALUE, row -> {
            RowData bid = row.isNullAt(3) ? null : row.getRow(3, 7);
            expected.add(bid == null ? "-" : bid.getString(3) + " " + bid.getLong(2));
        });
        assertThat(rows).contains("-").isEqualTo(expected);
    }

    @Test
    void aRestoredReaderGoesOnBehindTheRowsThatWereHandedOut() throws IOException {
        SplitsSerializer serializer = new SplitsSerializer();
        Random random = new Random(7);
        List<String> rows = new ArrayList<>();
        List<NexmarkSplit> left = splits(wholeEvents);
        while (!left.isEmpty()) {
            NexmarkSourceReader reader = reader(wholeEvents, left);
            read(reader, random.nextInt(700), row -> rows.add(text(row, columns)));
            left = serializer.deserialize(serializer.getVersion(), serializer.serialize(reader.snapshotState(1)));
            reader.close();
        }
        assertThat(rows).containsExactlyInAnyOrderElementsOf(rows(splits(wholeEvents)));
    }

    private static String text(List<Column> values, List<Field> fields, int row) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < fields.size(); i++) {
            DataType type = fields.get(i).type();
            Column column = values.get(i);
            text.append('|');
            if (column.isNull(row)) {
                text.append("NULL");
            } else if (column instanceof RowColumn inner) {
                text.append(text(inner.fields(), type.fields(), row));
            } else if (type.kind() == TypeKind.TIMESTAMP) {
                text.append(((LongColumn) column).get(row) / 1000);
            } else {
                text.append(new ColumnText(type, ZoneOffset.UTC).text(column, row));
            }
        }
        return text.toString();
    }

    private static String text(RowData row, List<Field> fields) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < fields.size(); i++) {
            DataType type = fields.get(i).type();
            text.append('|');
            if (row.isNullAt(i)) {
                text.append("NULL");
                continue;
            }
            switch (type.kind()) {
                case ROW -> text.append(text(row.getRow(i, type.fields().size()), type.fields()));
                case TIMESTAMP -> text.append(row.getTimestamp(i, 3).getMillisecond());
                case INT -> text.append(row.getInt(i));
                case BIGINT -> text.append(row.getLong(i));
                default -> text.append(row.getString(i));
            }
        }
        return text.toString();
    }

    private static final class Output implements ReaderOutput<RowData> {
        private final Consumer<RowData> consumer;
        private int count;

        Output(Consumer<RowData> consumer) {
            this.consumer = consumer;
        }

        @Override
        public void collect(RowData row) {
            count++;
            consumer.accept(row);
        }

        @Override
        public void collect(RowData row, long timestamp) {
            collect(row);
        }

        @Override
        public void emitWatermark(Watermark watermark) {}

        @Override
        public void markIdle() {}

        @Override
        public void markActive() {}

        @Override
        public SourceOutput<RowData> createOutputForSplit(String splitId) {
            return this;
        }

        @Override
        public void releaseOutputForSplit(String splitId) {}
    }
}
