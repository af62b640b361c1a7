package io.blink.state.record;

import io.blink.core.error.BlinkException;
import io.blink.core.spi.state.TableSchema;
import io.blink.core.type.DataType;
import io.blink.core.type.PhysicalType;
import io.blink.core.type.TypeKind;
import io.blink.state.StateErrorCode;
import io.blink.state.checkpoint.TableDescription;
import io.blink.state.checkpoint.TableKind;
import java.util.ArrayList;
import java.util.List;

/** The tables that a store knows, by name and kind; what is restored must agree with what is opened. Used on one thread at a time. */
public final class TableCatalog {
    /** The format of tables in pages; as all formats it is followed by that of the same tables with a time in each record. */
    public static final int PAGES = 1;

    /** The format of tables in RocksDB. */
    public static final int ROCKSDB = 3;

    private static final DataType BIGINT = DataType.of(TypeKind.BIGINT);
    private static final DataType NUMBER = BIGINT.withNullable(false);
    private static final DataType BYTES = DataType.bytes().withNullable(false);

    private final String owner;
    private final int format;
    private final List<TableDescription> tables = new ArrayList<>();

    public TableCatalog(String owner, int format) {
        this.owner = owner;
        this.format = format;
    }

    /** All tables, by id. */
    public List<TableDescription> tables() {
        return List.copyOf(tables);
    }

    /** The table of a schema, new if there is none of its name and kind. */
    public TableDescription open(TableSchema schema, TableKind kind) {
        requireFlat(schema.name(), schema.keyTypes());
        requireFlat(schema.name(), schema.subkeyTypes());
        TableDescription wanted = new TableDescription(
                tables.size(),
                schema.name(),
                kind,
                schema.timeToLiveMillis() > 0 && kind != TableKind.TIMER ? format + 1 : format,
                schema.keyTypes(),
                schema.subkeyTypes(),
                schema.valueTypes());
        for (TableDescription table : tables) {
            if (table.name().equals(schema.name()) && isPartner(table.kind(), kind)) {
                requireSame(table, wanted);
                return table;
            }
        }
        tables.add(wanted);
        return wanted;
    }

    /** A list's two tables live beside each other under one name. */
    private static boolean isPartner(TableKind one, TableKind other) {
        boolean twins = one == TableKind.LIST && other == TableKind.LIST_ELEMENT
                || one == TableKind.LIST_ELEMENT && other == TableKind.LIST;
        return !twins;
    }

    /** The table of a handle's; ids differ between handles. */
    public TableDescription restore(TableDescription restored) {
        if (restored.formatVersion() != format && restored.formatVersion() != format + 1) {
            throw new BlinkException(
                    StateErrorCode.STATE_MISMATCH,
                    owner + ": table '" + restored.name() + "' was written in format " + restored.formatVersion()
                            + "; this build, with its 'state.backend.type', reads " + format + " and " + (format + 1)
                            + ". Restore it with the backend, and the version, that wrote it.");
        }
        return open(
                new TableSchema(
                        restored.name(),
                        restored.keyTypes(),
                        restored.subkeyTypes(),
                        restored.valueTypes(),
                        isTimed(restored) ? Long.MAX_VALUE : 0),
                restored.kind());
    }

    private void requireSame(TableDescription known, TableDescription wanted) {
        if (known.kind() != wanted.kind()
                || known.formatVersion() != wanted.formatVersion()
                || !known.keyTypes().equals(wanted.keyTypes())
                || !known.subkeyTypes().equals(wanted.subkeyTypes())
                || !known.valueTypes().equals(wanted.valueTypes())) {
            throw new BlinkException(
                    StateErrorCode.STATE_MISMATCH,
                    owner + ": its state has table '" + known.name() + "' as " + text(known) + ", but it is wanted as "
                            + text(wanted)
                            + ". Start the job without its old state, or with the statement that it had.");
        }
    }

    private static String text(TableDescription table) {
        return table.kind() + (isTimed(table) ? " with a time to live" : "") + " of " + table.keyTypes()
                + (table.subkeyTypes().isEmpty() ? "" : " and " + table.subkeyTypes()) + " to "
                + table.valueTypes();
    }

    private void requireFlat(String name, List<DataType> types) {
        for (DataType type : types) {
            PhysicalType physical = type.physicalType();
            if (physical == PhysicalType.ARRAY || physical == PhysicalType.MAP || physical == PhysicalType.ROW) {
                throw new BlinkException(
                        StateErrorCode.STATE_KEY_TYPE,
                        owner + ": state table '" + name + "' cannot be keyed or sorted by a " + type
                                + ". Use its parts.");
            }
        }
    }

    private static boolean isTimed(TableDescription table) {
        return table.formatVersion() % 2 == 0;
    }

    /** How the records of a table lie in its pages. */
    public static RecordLayout layout(TableDescription table) {
        return switch (table.kind()) {
            case VALUE -> new RecordLayout(table.name(), valueKeys(table), table.valueTypes(), isTimed(table));
            case LIST -> new RecordLayout(table.name(), table.keyTypes(), List.of(BIGINT), isTimed(table));
            case LIST_ELEMENT ->
                new RecordLayout(
                        table.name(), with(table.keyTypes(), List.of(NUMBER)), table.valueTypes(), isTimed(table));
            case SORTED_MAP -> new RecordLayout(table.name(), List.of(BYTES), table.valueTypes(), isTimed(table));
            case TIMER -> new RecordLayout(table.name(), List.of(BYTES), List.of(), false);
        };
    }

    /** How the values of a table lie where its keys are elsewhere. */
    public static RecordLayout valueLayout(TableDescription table) {
        List<DataType> types =
                switch (table.kind()) {
                    case VALUE, LIST_ELEMENT, SORTED_MAP -> table.valueTypes();
                    case LIST -> List.of(BIGINT);
                    case TIMER -> List.of();
                };
        return new RecordLayout(table.name(), List.of(), types, isTimed(table));
    }

    /** With subkeys, their hash is one more key field. */
    private static List<DataType> valueKeys(TableDescription table) {
        return table.subkeyTypes().isEmpty()
                ? table.keyTypes()
                : with(with(table.keyTypes(), table.subkeyTypes()), List.of(NUMBER));
    }

    /** What the order keys of a table are made of: its keys, and what tells the entries of one key apart. */
    public static OrderKeys orderKeys(TableDescription table) {
        int keys = table.keyTypes().size();
        return switch (table.kind()) {
            case TIMER -> new OrderKeys(with(List.of(NUMBER), table.keyTypes()), 1, false);
            case LIST_ELEMENT -> new OrderKeys(with(table.keyTypes(), List.of(NUMBER)), keys, true);
            case VALUE, LIST, SORTED_MAP -> new OrderKeys(with(table.keyTypes(), table.subkeyTypes()), keys, true);
        };
    }

    private static List<DataType> with(List<DataType> first, List<DataType> then) {
        List<DataType> types = new ArrayList<>(first);
        types.addAll(then);
        return types;
    }
}
