package io.blink.kafka.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LastRowsTest {
    /** Rows that remain, as {@code place key}. @param keys {@code null} for a row that is not written */
    private static List<String> remaining(LastRows rows, List<String> keys) {
        byte[][] remaining = rows.keys(
                keys.size(), row -> keys.get(row) == null ? null : keys.get(row).getBytes(StandardCharsets.UTF_8));
        List<String> text = new ArrayList<>();
        for (int row = 0; row < remaining.length; row++) {
            if (remaining[row] != null) {
                text.add(row + " " + new String(remaining[row], StandardCharsets.UTF_8));
            }
        }
        return text;
    }

    private static List<String> expected(int rowsMax, List<String> keys) {
        List<String> expected = new ArrayList<>();
        for (int from = 0; from < keys.size(); from += rowsMax) {
            Set<String> later = new HashSet<>();
            List<String> slice = new ArrayList<>();
            for (int row = Math.min(keys.size(), from + rowsMax) - 1; row >= from; row--) {
                if (keys.get(row) != null && later.add(keys.get(row))) {
                    slice.add(0, row + " " + keys.get(row));
                }
            }
            expected.addAll(slice);
        }
        return expected;
    }

    @Test
    void ofRowsThatComeTogetherTheLastOfEachKeyRemains() {
        List<String> keys = new ArrayList<>(List.of("a", "b", "a", "c", "b"));
        keys.add(null);
        assertThat(remaining(new LastRows(100), keys)).containsExactly("2 a", "3 c", "4 b");
        assertThat(remaining(new LastRows(2), keys)).containsExactly("0 a", "1 b", "2 a", "3 c", "4 b");
        assertThat(remaining(new LastRows(Integer.MAX_VALUE), keys)).containsExactly("2 a", "3 c", "4 b");
    }

    @Test
    void nothingOfOneBatchIsKnownInTheNext() {
        Random random = new Random(7);
        for (int rowsMax : new int[] {1, 7, 64, 1000}) {
            LastRows rows = new LastRows(rowsMax);
            for (int batch = 0; batch < 20; batch++) {
                List<String> keys = random.ints(random.nextInt(300), 0, 1 + random.nextInt(200))
                        .mapToObj(key -> key % 17 == 0 ? null : "k" + key)
                        .toList();
                assertThat(remaining(rows, keys)).isEqualTo(expected(rowsMax, keys));
            }
        }
    }
}
