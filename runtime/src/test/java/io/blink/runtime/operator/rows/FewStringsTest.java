package io.blink.runtime.operator.rows;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.column.BytesColumn;
import io.blink.core.column.BytesColumnBuilder;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnBuilder;
import io.blink.core.column.DictionaryColumn;
import io.blink.core.type.DataType;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class FewStringsTest {
    @Test
    void rowsComeBackAsIdsOfTheirValues() {
        FewStrings strings = FewStrings.of(store(20_000, row -> row % 7 == 3 ? null : "value " + row % 100));
        int[] rows = {5, 19_999, 105, 0};
        Column gathered = strings.gather(rows, 0, 4);
        assertThat(gathered).isInstanceOf(DictionaryColumn.class);
        assertThat(gathered.mayHaveNulls()).isFalse();
        assertThat(text(gathered)).containsExactly("value 5", "value 99", "value 5", "value 0");
        assertThat(((DictionaryColumn) gathered).dictionary().size()).isEqualTo(100);
    }

    @Test
    void nullsAndRowsOfNobodyAreNull() {
        FewStrings strings = FewStrings.of(store(1000, row -> row % 7 == 3 ? null : "v"));
        assertThat(text(strings.gather(new int[] {3, -1, 4}, 0, 3))).containsExactly(null, null, "v");
        assertThat(text(strings.gather(new int[] {9, 3, 4}, 1, 2))).containsExactly(null, "v");
    }

    @Test
    void manyValuesMakeNoDictionary() {
        assertThat(FewStrings.of(store(20_000, row -> "value " + row % 257))).isNull();
        assertThat(FewStrings.of(store(20_000, row -> "value " + row % 256))).isNotNull();
        assertThat(FewStrings.of(store(10, row -> "v" + row % 2))).isNull();
        assertThat(FewStrings.of(store(1000, row -> null))).isNull();
        assertThat(FewStrings.of(store(0, row -> "v"))).isNull();
    }

    private static BytesStore store(int rows, IntFunction<String> values) {
        BytesColumnBuilder builder = (BytesColumnBuilder) ColumnBuilder.of(DataType.string(), Math.max(1, rows));
        for (int row = 0; row < rows; row++) {
            String value = values.apply(row);
            if (value == null) {
                builder.appendNull();
            } else {
                byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
                builder.append(bytes, 0, bytes.length);
            }
        }
        BytesStore store = new BytesStore();
        store.append(builder.build(), null, 0, rows);
        return store;
    }

    private static String[] text(Column column) {
        BytesColumn flat = (BytesColumn) column.flat();
        String[] text = new String[column.size()];
        for (int i = 0; i < text.length; i++) {
            int from = flat.offsets()[i];
            text[i] = flat.isNull(i)
                    ? null
                    : new String(flat.bytes(), from, flat.offsets()[i + 1] - from, StandardCharsets.UTF_8);
        }
        return text;
    }
}
