package io.blink.formats.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SplitSizeTest {
    private static final long MEGABYTE = 1 << 20;

    @Test
    void smallTablesAreNotCutIntoCrumbsAndLargeOnesNotIntoBlocksAboveTheBound() {
        assertThat(SplitSize.of(100 * MEGABYTE, 128 * MEGABYTE)).isEqualTo(16 * MEGABYTE);
        assertThat(SplitSize.of(1600 * MEGABYTE, 128 * MEGABYTE)).isEqualTo(50 * MEGABYTE);
        assertThat(SplitSize.of(1_000_000 * MEGABYTE, 128 * MEGABYTE)).isEqualTo(128 * MEGABYTE);
    }

    @Test
    void theUsersBoundIsNeverExceeded() {
        assertThat(SplitSize.of(100 * MEGABYTE, MEGABYTE)).isEqualTo(MEGABYTE);
    }
}
