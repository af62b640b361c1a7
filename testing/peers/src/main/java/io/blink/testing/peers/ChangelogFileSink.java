package io.blink.testing.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.table.connector.RuntimeConverter;
import org.apache.flink.table.connector.sink.DynamicTableSink.DataStructureConverter;
import org.apache.flink.table.data.RowData;
import org.apache.flink.types.Row;

/** Writes a Flink changelog, each task into a file of its own. A restarted task begins its file again. */
final class ChangelogFileSink implements Sink<RowData> {
    private static final long serialVersionUID = 1L;

    private final String file;
    private final ArrayList<String> types;
    private final ArrayList<String> names;
    private final DataStructureConverter converter;

    ChangelogFileSink(String file, List<String> types, List<String> names, DataStructureConverter converter) {
        this.file = file;
        this.types = new ArrayList<>(types);
        this.names = new ArrayList<>(names);
        this.types.add(0, null);
        this.names.add(0, null);
        this.converter = converter;
    }

    @Override
    public SinkWriter<RowData> createWriter(WriterInitContext context) throws IOException {
        converter.open(RuntimeConverter.Context.create(ChangelogFileSink.class.getClassLoader()));
        int task = context.getTaskInfo().getIndexOfThisSubtask();
        RowFile rows = new RowFile(Files.newBufferedWriter(Path.of(task == 0 ? file : file + "." + task)));
        rows.begin(types, names);
        return new Writer(rows);
    }

    private final class Writer implements SinkWriter<RowData> {
        private final RowFile rows;
        private final String[] values = new String[names.size()];

        Writer(RowFile rows) {
            this.rows = rows;
        }

        @Override
        public void write(RowData element, Context context) throws IOException {
            Row row = (Row) converter.toExternal(element);
            values[0] = row.getKind().shortString();
            for (int column = 1; column < values.length; column++) {
                values[column] = ValueText.of(row.getField(column - 1));
            }
            rows.row(Arrays.asList(values));
        }

        @Override
        public void flush(boolean endOfInput) {}

        @Override
        public void close() throws IOException {
            rows.close();
        }
    }
}
