package io.blink.runtime.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.column.Batch;
import io.blink.core.column.LongColumn;
import io.blink.core.column.RowKind;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowKindsTest {
    private static final byte I = (byte) RowKind.INSERT.ordinal();
    private static final byte UB = (byte) RowKind.UPDATE_BEFORE.ordinal();
    private static final byte UA = (byte) RowKind.UPDATE_AFTER.ordinal();
    private static final byte D = (byte) RowKind.DELETE.ordinal();

    private static byte[] kept(byte[] kinds, int... positions) {
        long[] values = new long[kinds.length];
        Batch batch = new Batch(kinds.length, List.of(new LongColumn(kinds.length, values, null)), kinds.clone());
        byte[] kept =
                RowKinds.withSplitUpdates(batch, positions, positions.length).rowKinds();
        assertThat(batch.rowKinds()).as("what came stays as it was").isEqualTo(kinds);
        return Arrays.copyOf(kept, positions.length);
    }

    @Test
    void wholeUpdatesStay() {
        assertThat(kept(new byte[] {I, UB, UA, UB, UA, D}, 1, 2, 5)).containsExactly(UB, UA, D);
    }

    @Test
    void oneHalfOfAnUpdateIsADeletionOrAnInsertion() {
        assertThat(kept(new byte[] {UB, UA, UB, UA}, 0, 3)).containsExactly(D, I);
        assertThat(kept(new byte[] {UB, UA, UB, UA}, 1, 2)).containsExactly(I, D);
    }

    @Test
    void newContentsThatCameAloneStayWhatTheyAre() {
        assertThat(kept(new byte[] {UA, UA, D, UA}, 1, 3)).containsExactly(UA, UA);
    }
}
