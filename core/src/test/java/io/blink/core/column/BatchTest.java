package io.blink.core.column;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BatchTest {
    private static Column ints(int... values) {
        IntColumnBuilder builder = new IntColumnBuilder(values.length);
        for (int value : values) {
            builder.append(value);
        }
        return builder.build();
    }

    @Test
    void selectedColumnsHaveTheRowsAndTheirKinds() {
        byte[] kinds = {(byte) RowKind.INSERT.ordinal(), (byte) RowKind.DELETE.ordinal()};
        Batch batch = new Batch(2, List.of(ints(1, 2), ints(3, 4), ints(5, 6)), kinds);
        Batch selected = batch.select(2, 0, 2);
        assertThat(selected.columns()).containsExactly(batch.column(2), batch.column(0), batch.column(2));
        assertThat(selected.rowKinds()).isEqualTo(kinds);
        Batch none = new Batch(2, batch.columns()).select();
        assertThat(none.rowCount()).isEqualTo(2);
        assertThat(none.columns()).isEmpty();
        assertThat(none.rowKinds()).isNull();
    }
}
