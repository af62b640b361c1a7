package io.blink.formats.parquet.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.formats.parquet.writing.EncodedPage;
import io.blink.formats.parquet.writing.RunLengthEncoder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridDecoder;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunLengthTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 8, 9, 12, 15, 16, 17, 20, 24, 25, 31, 32})
    void valuesOfEveryWidthComeBackInPiecesOfAnyLength(int bitWidth) throws IOException {
        Random random = new Random(bitWidth);
        int[] values = values(random, bitWidth, 10_007);
        byte[] bytes = encoded(values, bitWidth);
        RunLengthDecoder decoder = new RunLengthDecoder(bytes, 0, bytes.length, bitWidth);
        int[] decoded = new int[values.length];
        for (int done = 0; done < values.length; ) {
            int count = Math.min(values.length - done, random.nextInt(300));
            decoder.read(decoded, done, count);
            done += count;
        }
        assertThat(decoded).isEqualTo(values);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 5, 7, 8, 9, 12, 15, 16, 17, 20, 24, 25, 31, 32})
    void singleValuesArePickedOutOfPieces(int bitWidth) throws IOException {
        Random random = new Random(bitWidth);
        int[] values = values(random, bitWidth, 10_007);
        byte[] bytes = encoded(values, bitWidth);
        RunLengthDecoder decoder = new RunLengthDecoder(bytes, 0, bytes.length, bitWidth);
        for (int done = 0; done < values.length; ) {
            int count = Math.min(values.length - done, 1 + random.nextInt(700));
            int[] places = random.ints(random.nextInt(20), 0, count).sorted().toArray();
            int from = done;
            int[] expected =
                    Arrays.stream(places).map(place -> values[from + place]).toArray();
            decoder.pick(places, places.length, count);
            assertThat(places).isEqualTo(expected);
            done += count;
            if (random.nextBoolean() && done < values.length) {
                int[] one = new int[1];
                decoder.read(one, 0, 1);
                assertThat(one[0]).isEqualTo(values[done++]);
            }
        }
    }

    @Test
    void zerosAreFlaggedAndOnesCounted() throws IOException {
        Random random = new Random(1);
        int[] values = values(random, 1, 9_001);
        byte[] bytes = encoded(values, 1);
        RunLengthDecoder decoder = new RunLengthDecoder(bytes, 0, bytes.length, 1);
        boolean[] zeros = new boolean[values.length];
        int ones = 0;
        for (int done = 0; done < values.length; ) {
            int count = Math.min(values.length - done, random.nextInt(100));
            int[] places = new int[count];
            int present = decoder.readZeros(zeros, places, done, count);
            int from = done;
            assertThat(Arrays.copyOf(places, count - present))
                    .isEqualTo(IntStream.range(from, from + count)
                            .filter(i -> values[i] == 0)
                            .toArray());
            ones += present;
            done += count;
        }
        assertThat(ones).isEqualTo(Arrays.stream(values).sum());
        for (int i = 0; i < values.length; i++) {
            assertThat(zeros[i]).isEqualTo(values[i] == 0);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 5, 7, 8, 9, 12, 15, 16, 17, 20, 24, 25, 31, 32})
    void whatOurEncoderWritesIsReadBackHereAndByParquetJava(int bitWidth) throws IOException {
        Random random = new Random(bitWidth);
        for (int count : new int[] {0, 1, 7, 8, 9, 2_000, 10_007}) {
            int[] values = values(random, bitWidth, count);
            EncodedPage page = new EncodedPage();
            RunLengthEncoder.encode(values, count, bitWidth, page);
            byte[] bytes = page.view().toInputStream().readAllBytes();

            int[] decoded = new int[count];
            new RunLengthDecoder(bytes, 0, bytes.length, bitWidth).read(decoded, 0, count);
            assertThat(decoded).isEqualTo(values);

            RunLengthBitPackingHybridDecoder theirs =
                    new RunLengthBitPackingHybridDecoder(bitWidth, new ByteArrayInputStream(bytes));
            for (int value : values) {
                assertThat(theirs.readInt()).isEqualTo(value);
            }
        }
    }

    /** Stretches without order, then runs. */
    private static int[] values(Random random, int bitWidth, int count) {
        int[] values = new int[count];
        int mask = (int) ((1L << bitWidth) - 1);
        for (int i = 0; i < count; ) {
            boolean run = random.nextBoolean();
            int length = Math.min(count - i, 1 + random.nextInt(200));
            int value = random.nextInt() & mask;
            for (int k = 0; k < length; k++) {
                values[i++] = run ? value : random.nextInt() & mask;
            }
        }
        return values;
    }

    private static byte[] encoded(int[] values, int bitWidth) throws IOException {
        RunLengthBitPackingHybridEncoder encoder =
                new RunLengthBitPackingHybridEncoder(bitWidth, 1024, 1 << 20, new HeapByteBufferAllocator());
        for (int value : values) {
            encoder.writeInt(value);
        }
        return encoder.toBytes().toInputStream().readAllBytes();
    }
}
