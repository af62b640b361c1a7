package io.blink.core.column;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ColumnConcatenationTest {
    @Test
    void equalsAppendingValueByValueForEveryType() {
        BatchFrameTest.samples().forEach((name, batch) -> {
            Batch twice = ColumnConcatenation.ofBatches(List.of(batch, batch, batch.slice(0, batch.rowCount() / 2)));
            for (int c = 0; c < batch.columns().size(); c++) {
                Column source = batch.column(c);
                for (int i = 0; i < twice.rowCount(); i++) {
                    int at = i % Math.max(1, batch.rowCount());
                    Column left = twice.column(c).slice(i, 1).flat();
                    Column right = source.slice(at, 1).flat();
                    assertThat(left.isNull(0)).as(name).isEqualTo(right.isNull(0));
                    assertThat(hash(left)).as("%s column %d row %d", name, c, i).isEqualTo(hash(right));
                }
            }
        });
    }

    @Test
    void aSharedDictionaryIsKept() {
        BytesColumnBuilder words = new BytesColumnBuilder(2);
        words.append("a");
        words.append("b");
        Column dictionary = words.build();
        Column joined = ColumnConcatenation.of(List.of(
                new DictionaryColumn(2, new int[] {0, 1}, dictionary),
                new DictionaryColumn(1, new int[] {1}, dictionary)));
        assertThat(((DictionaryColumn) joined).ids()).containsExactly(0, 1, 1);
    }

    private static long hash(Column column) {
        long[] hashes = new long[1];
        io.blink.core.hash.ColumnHash.ofColumn(column, hashes);
        return hashes[0];
    }
}
