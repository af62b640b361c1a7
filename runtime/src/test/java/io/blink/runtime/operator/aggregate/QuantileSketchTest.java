package io.blink.runtime.operator.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class QuantileSketchTest {
    private static final double[] SHARES = {0.001, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999};
    /** Twice what is promised for 99 of 100 sketches. */
    private static final double ERROR = 0.0028;

    private static QuantileSketch of(long[] values, int from, int to) {
        QuantileSketch sketch = new QuantileSketch();
        for (int i = from; i < to; i++) {
            sketch.add(values[i]);
        }
        return sketch;
    }

    private static void assertNear(QuantileSketch sketch, long[] values) {
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        for (double share : SHARES) {
            int place = Arrays.binarySearch(sorted, sketch.quantile(share));
            assertThat((double) (place + 1) / sorted.length).isBetween(share - ERROR, share + ERROR);
        }
        assertThat(sketch.quantile(0)).isEqualTo(sorted[0]);
        assertThat(sketch.quantile(1)).isEqualTo(sorted[sorted.length - 1]);
    }

    private static long[] random(long seed, int count) {
        return new Random(seed).longs(count).toArray();
    }

    @Test
    void fewValuesAreExact() {
        long[] values = random(1, QuantileSketch.SIZE - 1);
        QuantileSketch sketch = of(values, 0, values.length);
        Arrays.sort(values);
        for (int i = 1; i <= values.length; i++) {
            assertThat(sketch.quantile((double) i / values.length)).isEqualTo(values[i - 1]);
        }
    }

    @Test
    void manyValuesAreNearAndTheSketchStaysSmall() {
        for (int seed = 1; seed <= 5; seed++) {
            long[] values = random(seed, 300_000);
            QuantileSketch sketch = of(values, 0, values.length);
            assertNear(sketch, values);
            assertThat(sketch.retainedBytes()).isLessThan(128 << 10);
            assertThat(sketch.form().length).isLessThan(56 << 10);
        }
    }

    @Test
    void valuesInOrderAreNear() {
        long[] values = new long[300_000];
        Arrays.setAll(values, i -> i);
        assertNear(of(values, 0, values.length), values);
        Arrays.setAll(values, i -> values.length - i);
        assertNear(of(values, 0, values.length), values);
    }

    @Test
    void manyMergedSketchesAreAsNear() {
        long[] values = random(7, 400_000);
        QuantileSketch merged = new QuantileSketch();
        int parts = 100;
        for (int part = 0; part < parts; part++) {
            int from = values.length / parts * part;
            merged.merge(ByteBuffer.wrap(
                    of(values, from, from + values.length / parts).form()));
        }
        assertThat(merged.count()).isEqualTo(values.length);
        assertNear(merged, values);
    }
}
