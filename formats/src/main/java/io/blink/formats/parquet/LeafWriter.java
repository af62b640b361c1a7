package io.blink.formats.parquet;

import io.blink.core.column.ArrayColumn;
import io.blink.core.column.ByteColumn;
import io.blink.core.column.BytesColumn;
import io.blink.core.column.Column;
import io.blink.core.column.Decimal128Column;
import io.blink.core.column.DoubleColumn;
import io.blink.core.column.FloatColumn;
import io.blink.core.column.IntColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.column.MapColumn;
import io.blink.core.column.RowColumn;
import io.blink.core.column.ShortColumn;
import io.blink.core.column.TimestampColumn;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;

/** Writes one value of a column, nested or not, as repetition level, definition level and value of each leaf below it. */
abstract class LeafWriter {
    private final int nullLevel;

    /** @param definition level of a value that is there @param nullable whether one level less means NULL */
    private LeafWriter(int definition, boolean nullable) {
        this.nullLevel = nullable ? definition - 1 : definition;
    }

    static List<LeafWriter> forColumns(List<Field> fields, MessageType schema, ColumnWriteStore store) {
        List<LeafWriter> writers = new ArrayList<>();
        for (Field field : fields) {
            writers.add(of(field.type(), List.of(field.name()), 0, 0, schema, store));
        }
        return writers;
    }

    private static LeafWriter of(
            DataType type,
            List<String> path,
            int outerDefinition,
            int repetition,
            MessageType schema,
            ColumnWriteStore store) {
        int definition = outerDefinition + (type.nullable() ? 1 : 0);
        return switch (type.kind()) {
            case ARRAY -> {
                LeafWriter element = of(
                        type.element(), below(path, "list", "element"), definition + 1, repetition + 1, schema, store);
                yield new ListWriter(definition, type.nullable(), repetition + 1, element);
            }
            case MAP -> {
                DataType keyType = type.fields().get(0).type().withNullable(false);
                LeafWriter key =
                        of(keyType, below(path, "key_value", "key"), definition + 1, repetition + 1, schema, store);
                LeafWriter value = of(
                        type.fields().get(1).type(),
                        below(path, "key_value", "value"),
                        definition + 1,
                        repetition + 1,
                        schema,
                        store);
                yield new MapWriter(definition, type.nullable(), repetition + 1, key, value);
            }
            case ROW -> {
                List<LeafWriter> children = new ArrayList<>();
                for (Field field : type.fields()) {
                    children.add(of(field.type(), below(path, field.name()), definition, repetition, schema, store));
                }
                yield new RowWriter(definition, type.nullable(), children);
            }
            default -> {
                ColumnWriter writer = store.getColumnWriter(schema.getColumnDescription(path.toArray(String[]::new)));
                yield new ValueWriter(definition, type, writer);
            }
        };
    }

    private static List<String> below(List<String> path, String... names) {
        List<String> longer = new ArrayList<>(path);
        longer.addAll(List.of(names));
        return longer;
    }

    /** Writes the value at {@code position} of a flat column as the start of a record. */
    final void write(Column column, int position) {
        write(column, position, 0);
    }

    final void write(Column column, int position, int repetition) {
        if (column.isNull(position)) {
            writeNull(repetition, nullLevel);
        } else {
            writeValue(column, position, repetition);
        }
    }

    abstract void writeNull(int repetition, int definition);

    abstract void writeValue(Column column, int position, int repetition);

    private static final class ListWriter extends LeafWriter {
        private final int definition;
        private final int elementRepetition;
        private final LeafWriter element;

        ListWriter(int definition, boolean nullable, int elementRepetition, LeafWriter element) {
            super(definition, nullable);
            this.definition = definition;
            this.elementRepetition = elementRepetition;
            this.element = element;
        }

        @Override
        void writeNull(int repetition, int level) {
            element.writeNull(repetition, level);
        }

        @Override
        void writeValue(Column column, int position, int repetition) {
            ArrayColumn arrays = (ArrayColumn) column;
            Column elements = arrays.elements().flat();
            int from = arrays.offsets()[position];
            int to = arrays.offsets()[position + 1];
            if (from == to) {
                element.writeNull(repetition, definition);
            }
            for (int i = from; i < to; i++) {
                element.write(elements, i, i == from ? repetition : elementRepetition);
            }
        }
    }

    private static final class MapWriter extends LeafWriter {
        private final int definition;
        private final int entryRepetition;
        private final LeafWriter key;
        private final LeafWriter value;

        MapWriter(int definition, boolean nullable, int entryRepetition, LeafWriter key, LeafWriter value) {
            super(definition, nullable);
            this.definition = definition;
            this.entryRepetition = entryRepetition;
            this.key = key;
            this.value = value;
        }

        @Override
        void writeNull(int repetition, int level) {
            key.writeNull(repetition, level);
            value.writeNull(repetition, level);
        }

        @Override
        void writeValue(Column column, int position, int repetition) {
            MapColumn maps = (MapColumn) column;
            Column keys = maps.keys().flat();
            Column values = maps.values().flat();
            int from = maps.offsets()[position];
            int to = maps.offsets()[position + 1];
            if (from == to) {
                writeNull(repetition, definition);
            }
            for (int i = from; i < to; i++) {
                int level = i == from ? repetition : entryRepetition;
                key.write(keys, i, level);
                value.write(values, i, level);
            }
        }
    }

    private static final class RowWriter extends LeafWriter {
        private final List<LeafWriter> children;

        RowWriter(int definition, boolean nullable, List<LeafWriter> children) {
            super(definition, nullable);
            this.children = children;
        }

        @Override
        void writeNull(int repetition, int level) {
            for (LeafWriter child : children) {
                child.writeNull(repetition, level);
            }
        }

        @Override
        void writeValue(Column column, int position, int repetition) {
            List<Column> fields = ((RowColumn) column).fields();
            for (int i = 0; i < children.size(); i++) {
                children.get(i).write(fields.get(i).flat(), position, repetition);
            }
        }
    }

    private static final class ValueWriter extends LeafWriter {
        private final int definition;
        private final DataType type;
        private final ColumnWriter writer;

        ValueWriter(int definition, DataType type, ColumnWriter writer) {
            super(definition, type.nullable());
            this.definition = definition;
            this.type = type;
            this.writer = writer;
        }

        @Override
        void writeNull(int repetition, int level) {
            writer.writeNull(repetition, level);
        }

        @Override
        void writeValue(Column column, int position, int repetition) {
            switch (type.kind()) {
                case BOOLEAN -> writer.write(((ByteColumn) column).values()[position] != 0, repetition, definition);
                case TINYINT -> writer.write((int) ((ByteColumn) column).values()[position], repetition, definition);
                case SMALLINT -> writer.write((int) ((ShortColumn) column).values()[position], repetition, definition);
                case INT, DATE -> writer.write(((IntColumn) column).values()[position], repetition, definition);
                case BIGINT -> writer.write(((LongColumn) column).values()[position], repetition, definition);
                case FLOAT -> writer.write(((FloatColumn) column).values()[position], repetition, definition);
                case DOUBLE -> writer.write(((DoubleColumn) column).values()[position], repetition, definition);
                case DECIMAL -> writer.write(decimal(column, position), repetition, definition);
                case TIME, TIMESTAMP, TIMESTAMP_LTZ ->
                    writer.write(timestamp(column, position), repetition, definition);
                default -> {
                    BytesColumn strings = (BytesColumn) column;
                    Binary value = Binary.fromReusedByteArray(
                            strings.bytes(), strings.offset(position), strings.length(position));
                    writer.write(value, repetition, definition);
                }
            }
        }

        private Binary decimal(Column column, int position) {
            byte[] bytes = new byte[ParquetTypes.decimalBytes(type.precision())];
            long high;
            long low;
            if (column instanceof LongColumn longs) {
                low = longs.values()[position];
                high = low >> 63;
            } else {
                high = ((Decimal128Column) column).high()[position];
                low = ((Decimal128Column) column).low()[position];
            }
            for (int i = bytes.length - 1; i >= 0; i--) {
                bytes[i] = (byte) low;
                low = (low >>> 8) | (high << 56);
                high >>= 8;
            }
            return Binary.fromConstantByteArray(bytes);
        }

        private long timestamp(Column column, int position) {
            if (column instanceof LongColumn longs) {
                return longs.values()[position];
            }
            TimestampColumn timestamps = (TimestampColumn) column;
            int nanos = timestamps.nanos() == null ? 0 : timestamps.nanos()[position];
            return Math.addExact(Math.multiplyExact(timestamps.micros()[position], 1000L), nanos);
        }
    }
}
