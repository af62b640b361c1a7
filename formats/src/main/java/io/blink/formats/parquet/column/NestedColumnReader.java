package io.blink.formats.parquet.column;

import io.blink.core.column.ArrayColumn;
import io.blink.core.column.Column;
import io.blink.core.column.MapColumn;
import io.blink.core.column.RowColumn;
import io.blink.core.error.BlinkException;
import io.blink.core.type.DataType;
import io.blink.formats.FormatErrorCode;
import io.blink.formats.parquet.metadata.ParquetNesting;
import io.blink.formats.parquet.page.LeafPages;
import io.blink.formats.parquet.page.LeafValues;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;

/**
 * A column of lists, maps or groups, put together from the levels of its leaves (Melnik et al., "Dremel", VLDB 2010). For a node below a repeated ancestor of
 * repetition level R and definition level D, each level pair with repetition &lt;= R and definition &gt;= D is one slot.
 */
public final class NestedColumnReader implements ParquetColumnReader {
    /** A leaf with the levels and values of the rows of the current batch. */
    private static final class Leaf {
        final LeafPages pages;
        final LeafConversion conversion;
        int[] repetition = new int[1024];
        int[] definition = new int[1024];
        int count;
        LeafValues values;
        /** The repetition level of a value read ahead: the first of the next row. */
        boolean started;

        Leaf(LeafPages pages, LeafConversion conversion) {
            this.pages = pages;
            this.conversion = conversion;
        }

        /** Reads the levels and values of {@code rows} rows; the first level of the row behind them is kept for the next call. */
        void read(int rows) throws IOException {
            restart();
            int rowsSeen = started ? 1 : 0;
            while (true) {
                if (pages.available() == 0) {
                    if (rowsSeen < rows) {
                        throw pages.corrupt("the column ends " + (rows - rowsSeen) + " rows early", null);
                    }
                    started = false;
                    return;
                }
                readOne();
                if (repetition[count - 1] == 0 && ++rowsSeen > rows) {
                    started = true;
                    count--;
                    return;
                }
            }
        }

        private void restart() {
            LeafValues fresh = new LeafValues(pages.column().getPrimitiveType(), 64);
            if (started) {
                repetition[0] = repetition[count];
                definition[0] = definition[count];
                if (isValue(0)) {
                    fresh.appendEntries(values, new int[] {values.count() - 1}, 0, 1);
                }
            }
            count = started ? 1 : 0;
            values = fresh;
        }

        private void readOne() {
            if (count + 1 >= repetition.length) {
                repetition = Arrays.copyOf(repetition, count * 2);
                definition = Arrays.copyOf(definition, count * 2);
            }
            pages.repetitionLevels(repetition, count, 1);
            pages.definitionLevels(definition, count, 1);
            if (isValue(count)) {
                readValue();
            }
            count++;
        }

        /** The values of this batch, without one that was read ahead. */
        Column presentValues() {
            Column all = conversion.convert(values);
            boolean readAhead = started && isValue(count);
            return readAhead ? all.slice(0, all.size() - 1) : all;
        }

        private boolean isValue(int index) {
            return definition[index] == pages.column().getMaxDefinitionLevel();
        }

        private void readValue() {
            if (pages.inDictionary()) {
                int[] id = new int[1];
                pages.ids(id, 0, 1);
                values.appendEntries(pages.dictionary(), id, 0, 1);
            } else {
                pages.values(values, 1);
            }
        }
    }

    /** Where a leaf's pages and conversion come from. */
    public interface LeafSource {
        LeafPages pages(List<String> path) throws IOException;

        LeafConversion conversion(LeafPages pages, DataType wanted);
    }

    private interface Node {
        /** @param level repetition level of the enclosing slots @param defined definition level from which a slot exists */
        Column assemble(int level, int defined);

        Leaf firstLeaf();
    }

    private final Node root;
    private final List<Leaf> leaves = new ArrayList<>();

    public NestedColumnReader(Type type, DataType wanted, LeafSource source) throws IOException {
        this.root = node(type, wanted, List.of(type.getName()), 0, source);
    }

    @Override
    public Column read(int rows) throws IOException {
        for (Leaf leaf : leaves) {
            leaf.read(rows);
        }
        return root.assemble(0, 0);
    }

    private Node node(Type type, DataType wanted, List<String> path, int outerDefinition, LeafSource source)
            throws IOException {
        int definition = outerDefinition + (type.isRepetition(Repetition.OPTIONAL) ? 1 : 0);
        if (type.isRepetition(Repetition.REPEATED) && path.size() == 1) {
            throw new BlinkException(
                    FormatErrorCode.UNSUPPORTED_FILE,
                    "Column '" + type.getName() + "' repeats without a LIST annotation; such files are not read");
        }
        if (type.isPrimitive()) {
            return leafNode(wanted, path, source);
        }
        GroupType group = type.asGroupType();
        return switch (wanted.kind()) {
            case ARRAY -> listNode(group, wanted, path, definition, source);
            case MAP -> mapNode(group, wanted, path, definition, source);
            default -> rowNode(group, wanted, path, definition, source);
        };
    }

    private Node leafNode(DataType wanted, List<String> path, LeafSource source) throws IOException {
        LeafPages pages = source.pages(path);
        Leaf leaf = new Leaf(pages, source.conversion(pages, wanted));
        leaves.add(leaf);
        return new Node() {
            @Override
            public Column assemble(int level, int defined) {
                boolean[] nulls = new boolean[leaf.count];
                int slots = 0;
                boolean any = false;
                int max = pages.column().getMaxDefinitionLevel();
                for (int i = 0; i < leaf.count; i++) {
                    if (leaf.definition[i] >= defined) {
                        nulls[slots] = leaf.definition[i] < max;
                        any |= nulls[slots++];
                    }
                }
                return NullSpread.spread(leaf.presentValues(), any ? Arrays.copyOf(nulls, slots) : null, slots);
            }

            @Override
            public Leaf firstLeaf() {
                return leaf;
            }
        };
    }

    private Node rowNode(GroupType group, DataType wanted, List<String> path, int definition, LeafSource source)
            throws IOException {
        List<Node> children = new ArrayList<>();
        for (int i = 0; i < wanted.fields().size(); i++) {
            Type field = group.getType(wanted.fields().get(i).name());
            children.add(node(field, wanted.fields().get(i).type(), below(path, field), definition, source));
        }
        return new Node() {
            @Override
            public Column assemble(int level, int defined) {
                Leaf leaf = firstLeaf();
                boolean[] nulls = new boolean[leaf.count];
                int slots = 0;
                boolean any = false;
                for (int i = 0; i < leaf.count; i++) {
                    if (leaf.repetition[i] <= level && leaf.definition[i] >= defined) {
                        nulls[slots] = leaf.definition[i] < definition;
                        any |= nulls[slots++];
                    }
                }
                List<Column> fields = children.stream()
                        .map(child -> child.assemble(level, defined))
                        .toList();
                return new RowColumn(slots, fields, any ? nulls : null);
            }

            @Override
            public Leaf firstLeaf() {
                return children.get(0).firstLeaf();
            }
        };
    }

    private Node listNode(GroupType group, DataType wanted, List<String> path, int definition, LeafSource source)
            throws IOException {
        Type repeated = group.getType(0);
        List<String> repeatedPath = below(path, repeated);
        Node element;
        if (ParquetNesting.repeatedIsElement(group)) {
            element = node(repeated, wanted.element(), repeatedPath, definition + 1, source);
        } else {
            Type inner = repeated.asGroupType().getType(0);
            element = node(inner, wanted.element(), below(repeatedPath, inner), definition + 1, source);
        }
        return new Node() {
            @Override
            public Column assemble(int level, int defined) {
                Slots slots = Slots.of(element.firstLeaf(), level, defined, definition);
                return new ArrayColumn(
                        slots.count, element.assemble(level + 1, definition + 1), slots.offsets, slots.nulls);
            }

            @Override
            public Leaf firstLeaf() {
                return element.firstLeaf();
            }
        };
    }

    private Node mapNode(GroupType group, DataType wanted, List<String> path, int definition, LeafSource source)
            throws IOException {
        GroupType entry = group.getType(0).asGroupType();
        List<String> entryPath = below(path, entry);
        Node key = node(
                entry.getType(0),
                wanted.fields().get(0).type(),
                below(entryPath, entry.getType(0)),
                definition + 1,
                source);
        Node value = node(
                entry.getType(1),
                wanted.fields().get(1).type(),
                below(entryPath, entry.getType(1)),
                definition + 1,
                source);
        return new Node() {
            @Override
            public Column assemble(int level, int defined) {
                Slots slots = Slots.of(key.firstLeaf(), level, defined, definition);
                return new MapColumn(
                        slots.count,
                        key.assemble(level + 1, definition + 1),
                        value.assemble(level + 1, definition + 1),
                        slots.offsets,
                        slots.nulls);
            }

            @Override
            public Leaf firstLeaf() {
                return key.firstLeaf();
            }
        };
    }

    private static List<String> below(List<String> path, Type field) {
        List<String> longer = new ArrayList<>(path);
        longer.add(field.getName());
        return longer;
    }

    /** The offsets and nulls of a list or map column. */
    private record Slots(int count, int[] offsets, boolean[] nulls) {
        static Slots of(Leaf leaf, int level, int defined, int definition) {
            int[] offsets = new int[leaf.count + 1];
            boolean[] nulls = new boolean[leaf.count];
            int count = 0;
            int elements = 0;
            boolean any = false;
            for (int i = 0; i < leaf.count; i++) {
                if (leaf.definition[i] < defined) {
                    continue;
                }
                if (leaf.repetition[i] <= level) {
                    offsets[count] = elements;
                    nulls[count] = leaf.definition[i] < definition;
                    any |= nulls[count++];
                }
                elements += leaf.repetition[i] <= level + 1 && leaf.definition[i] > definition ? 1 : 0;
            }
            offsets[count] = elements;
            return new Slots(count, offsets, any ? nulls : null);
        }
    }
}
