package io.blink.formats.parquet.writing;

import io.blink.core.column.ArrayColumn;
import io.blink.core.column.Column;
import io.blink.core.column.MapColumn;
import io.blink.core.column.RowColumn;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Writes a column, nested or not, as repetition levels, definition levels and values of each leaf below it. */
abstract class LeafWriter {
    private final int nullLevel;

    /** @param definition level of a value that is there @param nullable whether one level less means NULL */
    private LeafWriter(int definition, boolean nullable) {
        this.nullLevel = nullable ? definition - 1 : definition;
    }

    /** @param chunks gives the chunk of the leaf at a path */
    static List<LeafWriter> forColumns(List<Field> fields, Function<List<String>, ChunkWriter> chunks) {
        return fields.stream()
                .map(field -> of(field.type(), List.of(field.name()), 0, 0, chunks))
                .toList();
    }

    private static LeafWriter of(
            DataType type,
            List<String> path,
            int outerDefinition,
            int repetition,
            Function<List<String>, ChunkWriter> chunks) {
        int definition = outerDefinition + (type.nullable() ? 1 : 0);
        return switch (type.kind()) {
            case ARRAY -> {
                LeafWriter element =
                        of(type.element(), below(path, "list", "element"), definition + 1, repetition + 1, chunks);
                yield new ListWriter(definition, type.nullable(), repetition + 1, element);
            }
            case MAP -> {
                DataType keyType = type.fields().get(0).type().withNullable(false);
                LeafWriter key = of(keyType, below(path, "key_value", "key"), definition + 1, repetition + 1, chunks);
                LeafWriter value = of(
                        type.fields().get(1).type(),
                        below(path, "key_value", "value"),
                        definition + 1,
                        repetition + 1,
                        chunks);
                yield new MapWriter(definition, type.nullable(), repetition + 1, key, value);
            }
            case ROW -> {
                List<LeafWriter> children = new ArrayList<>();
                for (Field field : type.fields()) {
                    children.add(of(field.type(), below(path, field.name()), definition, repetition, chunks));
                }
                yield new RowWriter(definition, type.nullable(), children);
            }
            default -> new ValueWriter(definition, type.nullable(), chunks.apply(path));
        };
    }

    private static List<String> below(List<String> path, String... names) {
        List<String> longer = new ArrayList<>(path);
        longer.addAll(List.of(names));
        return longer;
    }

    /** Writes the first {@code rowCount} rows of a flat column. */
    void write(Column column, int rowCount) throws IOException {
        for (int row = 0; row < rowCount; row++) {
            write(column, row, 0);
        }
    }

    final void write(Column column, int position, int repetition) throws IOException {
        if (column.isNull(position)) {
            writeNull(repetition, nullLevel);
        } else {
            writeValue(column, position, repetition);
        }
    }

    abstract void writeNull(int repetition, int definition) throws IOException;

    abstract void writeValue(Column column, int position, int repetition) throws IOException;

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
        void writeNull(int repetition, int level) throws IOException {
            element.writeNull(repetition, level);
        }

        @Override
        void writeValue(Column column, int position, int repetition) throws IOException {
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
        void writeNull(int repetition, int level) throws IOException {
            key.writeNull(repetition, level);
            value.writeNull(repetition, level);
        }

        @Override
        void writeValue(Column column, int position, int repetition) throws IOException {
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
        void writeNull(int repetition, int level) throws IOException {
            for (LeafWriter child : children) {
                child.writeNull(repetition, level);
            }
        }

        @Override
        void writeValue(Column column, int position, int repetition) throws IOException {
            List<Column> fields = ((RowColumn) column).fields();
            for (int i = 0; i < children.size(); i++) {
                children.get(i).write(fields.get(i).flat(), position, repetition);
            }
        }
    }

    private static final class ValueWriter extends LeafWriter {
        private final ChunkWriter chunk;

        ValueWriter(int definition, boolean nullable, ChunkWriter chunk) {
            super(definition, nullable);
            this.chunk = chunk;
        }

        @Override
        void write(Column column, int rowCount) throws IOException {
            chunk.append(column, rowCount);
        }

        @Override
        void writeNull(int repetition, int level) throws IOException {
            chunk.appendNull(repetition, level);
        }

        @Override
        void writeValue(Column column, int position, int repetition) throws IOException {
            chunk.appendValue(column, position, repetition);
        }
    }
}
