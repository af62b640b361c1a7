package io.blink.core.spi.connector;

import io.blink.core.column.Batch;
import io.blink.core.column.BytesColumn;
import io.blink.core.column.BytesColumnBuilder;
import io.blink.core.column.LongColumn;
import io.blink.core.column.LongColumnBuilder;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Committables as rows, on their way from the writers that prepared them to those that merge them. */
public final class PreparedRows {
    /** Which may be merged with each other; the committable; the rows in it. */
    public static final List<Field> FIELDS = List.of(
            new Field("merge_group", DataType.string().withNullable(false)),
            new Field("prepared", DataType.string().withNullable(false)),
            new Field("row_count", DataType.of(TypeKind.BIGINT).withNullable(false)));

    /** By which of the fields they are dealt out. */
    public static final int GROUP = 0;

    private PreparedRows() {}

    public static Batch of(List<Committable> prepared, Function<Committable, String> group) {
        BytesColumnBuilder groups = new BytesColumnBuilder(prepared.size());
        BytesColumnBuilder texts = new BytesColumnBuilder(prepared.size());
        LongColumnBuilder rows = new LongColumnBuilder(prepared.size());
        for (Committable each : prepared) {
            groups.append(group.apply(each));
            texts.append(each.json());
            rows.append(each.rows());
        }
        return new Batch(List.of(groups.build(), texts.build(), rows.build()));
    }

    public static List<Committable> read(Batch batch) {
        BytesColumn texts = (BytesColumn) batch.column(1).flat();
        LongColumn rows = (LongColumn) batch.column(2).flat();
        List<Committable> prepared = new ArrayList<>(batch.rowCount());
        for (int i = 0; i < batch.rowCount(); i++) {
            prepared.add(new Committable(texts.string(i), rows.values()[i]));
        }
        return prepared;
    }
}
