package io.blink.formats.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpareArraysTest {
    private static final int SIZE = 100_000;

    private final SpareArrays spare = new SpareArrays(4 * SIZE);

    @Test
    void theSmallestThatFitsIsTakenOnce() {
        byte[] large = new byte[2 * SIZE];
        byte[] small = new byte[SIZE];
        spare.give(large);
        spare.give(small);
        assertThat(spare.take(SIZE - 10)).isSameAs(small);
        assertThat(spare.take(SIZE - 10)).isSameAs(large);
        assertThat(spare.take(SIZE - 10)).isNotSameAs(small).isNotSameAs(large).hasSizeGreaterThanOrEqualTo(SIZE - 10);
        assertThat(spare.spareBytes()).isZero();
    }

    @Test
    void aMuchLargerOneIsLeftForWhoNeedsIt() {
        spare.give(new byte[4 * SIZE]);
        assertThat(spare.take(SIZE / 2)).hasSizeLessThan(SIZE);
        assertThat(spare.spareBytes()).isEqualTo(4 * SIZE);
    }

    @Test
    void whatIsSpareIsBounded() {
        for (int i = 0; i < 20; i++) {
            spare.give(new byte[SIZE]);
            assertThat(spare.spareBytes()).isLessThanOrEqualTo(4 * SIZE);
        }
        spare.give(new byte[5 * SIZE]);
        assertThat(spare.spareBytes()).isEqualTo(4 * SIZE);
    }
}
