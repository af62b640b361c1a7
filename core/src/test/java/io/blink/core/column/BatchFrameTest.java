package io.blink.core.column;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.hash.ValueHash;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BatchFrameTest {
    private static final boolean[] SECOND_IS_NULL = {false, true, false};

    @Test
    void bytesOfVersionOneNeverChange() throws IOException {
        Properties goldens = new Properties();
        try (InputStream stream = getClass().getResourceAsStream("batch-frames-1.properties")) {
            goldens.load(new StringReader(new String(stream.readAllBytes(), StandardCharsets.US_ASCII)));
        }
        Map<String, String> frames = new LinkedHashMap<>();
        samples().forEach((name, batch) -> frames.put(name, HexFormat.of().formatHex(BatchFrame.encode(batch))));
        assertThat(frames).isEqualTo(goldens);
    }

    @Test
    void everyTypeAndEncodingSurvives() {
        samples().forEach((name, batch) -> {
            byte[] frame = BatchFrame.encode(batch);
            Batch decoded = BatchFrame.decode(frame, 0, frame.length);
            assertThat(BatchFrame.encode(decoded)).as(name).isEqualTo(frame);
            assertThat(decoded.rowCount()).as(name).isEqualTo(batch.rowCount());
            for (int i = 0; i < batch.columns().size(); i++) {
                assertThat(decoded.column(i)).as(name).hasSameClassAs(batch.column(i));
            }
        });
    }

    @Test
    void valuesAndNullsComeBack() {
        Batch batch = new Batch(
                3,
                List.of(new LongColumn(3, new long[] {7, 0, -9, 99}, SECOND_IS_NULL), strings("a", "", "üb")),
                new byte[] {0, 1, 2});
        byte[] frame = BatchFrame.encode(batch);
        Batch decoded = BatchFrame.decode(frame, 0, frame.length);
        assertThat(((LongColumn) decoded.column(0)).values()).containsExactly(7, 0, -9);
        assertThat(decoded.column(0).isNull(1)).isTrue();
        assertThat(decoded.column(0).isNull(2)).isFalse();
        assertThat(((BytesColumn) decoded.column(1)).string(2)).isEqualTo("üb");
        assertThat(decoded.rowKinds()).containsExactly(0, 1, 2);
    }

    @Test
    void framesFollowEachOtherInOneBuffer() {
        FrameBuffer buffer = new FrameBuffer(1);
        int first = BatchFrame.encode(new Batch(List.of(strings("x", "y", "z"))), buffer);
        int second = BatchFrame.encode(new Batch(2, List.of()), buffer);
        assertThat(BatchFrame.length(buffer.bytes(), 0)).isEqualTo(first);
        assertThat(BatchFrame.length(buffer.bytes(), first)).isEqualTo(second);
        assertThat(BatchFrame.decode(buffer.bytes(), first, second).rowCount()).isEqualTo(2);
        assertThat(buffer.size()).isEqualTo(first + second);
    }

    @Test
    void aDictionaryLargerThanTheBatchIsWrittenFlat() {
        Column dictionary = strings("a", "b", "c");
        Batch batch = new Batch(List.of(new DictionaryColumn(1, new int[] {2}, dictionary)));
        byte[] frame = BatchFrame.encode(batch);
        Column decoded = BatchFrame.decode(frame, 0, frame.length).column(0);
        assertThat(decoded).isInstanceOf(BytesColumn.class);
        assertThat(((BytesColumn) decoded).string(0)).isEqualTo("c");
    }

    @Test
    void wideDictionariesKeepTheirIds() {
        for (int entries : new int[] {256, 257, 65536, 65537}) {
            int[] ids = new int[entries];
            int[] values = new int[entries];
            for (int i = 0; i < entries; i++) {
                ids[i] = entries - 1 - i;
                values[i] = i * 3;
            }
            Batch batch = new Batch(List.of(new DictionaryColumn(entries, ids, new IntColumn(entries, values, null))));
            byte[] frame = BatchFrame.encode(batch);
            DictionaryColumn decoded =
                    (DictionaryColumn) BatchFrame.decode(frame, 0, frame.length).column(0);
            assertThat(decoded.ids()).isEqualTo(ids);
        }
    }

    @Test
    void aFlippedBitAnywhereIsFound() {
        samples().values().forEach(batch -> {
            byte[] frame = BatchFrame.encode(batch);
            for (int bit = 0; bit < frame.length * 8; bit++) {
                frame[bit >> 3] ^= (byte) (1 << (bit & 7));
                assertCorrupt(frame);
                frame[bit >> 3] ^= (byte) (1 << (bit & 7));
            }
        });
    }

    @Test
    void aTruncatedFrameIsFound() {
        byte[] frame = BatchFrame.encode(samples().get("map"));
        for (int length = 0; length < frame.length; length++) {
            assertCorrupt(java.util.Arrays.copyOf(frame, length));
        }
    }

    /** Damage under a valid checksum: nothing but CORRUPT_FRAME may come out, and no large allocation may be tried. */
    @Test
    void countsAreCheckedBeforeAnythingIsAllocated() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        samples().forEach((name, batch) -> {
            byte[] original = BatchFrame.encode(batch);
            for (int round = 0; round < 2000; round++) {
                byte[] frame = original.clone();
                int position = 12 + random.nextInt(Math.max(1, frame.length - 24));
                if (random.nextBoolean()) {
                    frame[position] = (byte) random.nextInt();
                } else {
                    ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN).putInt(position, random.nextInt());
                }
                sign(frame);
                try {
                    BatchFrame.decode(frame, 0, frame.length);
                } catch (BlinkException e) {
                    assertThat(e.code()).as("%s, seed %d", name, seed).isEqualTo(CoreErrorCode.CORRUPT_FRAME);
                }
            }
        });
    }

    @Test
    void anErrorNamesTheOffset() {
        byte[] frame = BatchFrame.encode(new Batch(List.of(new LongColumn(2, new long[] {1, 2}, null))));
        ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN).putInt(12, 1_000_000);
        sign(frame);
        assertThatThrownBy(() -> BatchFrame.decode(frame, 0, frame.length))
                .isInstanceOf(BlinkException.class)
                .hasMessage("A batch frame is corrupt at byte 23: 1000000 values need 8000000 bytes and 16 are left.");
    }

    private static void sign(byte[] frame) {
        int body = frame.length - 8;
        ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN).putLong(body, ValueHash.ofBytes(frame, 0, body));
    }

    private static void assertCorrupt(byte[] frame) {
        assertThatThrownBy(() -> BatchFrame.decode(frame, 0, frame.length))
                .isInstanceOfSatisfying(
                        BlinkException.class, e -> assertThat(e.code()).isEqualTo(CoreErrorCode.CORRUPT_FRAME));
    }

    private static BytesColumn strings(String... values) {
        BytesColumnBuilder builder = new BytesColumnBuilder(values.length);
        for (String value : values) {
            builder.append(value);
        }
        return (BytesColumn) builder.build();
    }

    static Map<String, Batch> samples() {
        Map<String, Column> columns = new LinkedHashMap<>();
        columns.put("byte", new ByteColumn(3, new byte[] {1, 0, -128}, SECOND_IS_NULL));
        columns.put("short", new ShortColumn(3, new short[] {1, -2, 32767}, null));
        columns.put("int", new IntColumn(3, new int[] {1, 2, -3}, SECOND_IS_NULL));
        columns.put("long", new LongColumn(3, new long[] {1, Long.MIN_VALUE, 3}, null));
        columns.put("float", new FloatColumn(3, new float[] {1.5f, -0f, Float.NaN}, null));
        columns.put("double", new DoubleColumn(3, new double[] {1.5, -0.0, Double.POSITIVE_INFINITY}, SECOND_IS_NULL));
        columns.put(
                "decimal128", new Decimal128Column(3, new long[] {0, -1, 5}, new long[] {9, -9, 7}, SECOND_IS_NULL));
        columns.put("timestamp", new TimestampColumn(3, new long[] {1, 2, 3}, null, null));
        columns.put("timestampNanos", new TimestampColumn(3, new long[] {1, 2, 3}, new int[] {0, 999, 1}, null));
        columns.put("bytes", strings("a", "", "Ünïcode"));
        columns.put("array", new ArrayColumn(3, strings("p", "q", "r"), new int[] {0, 2, 2, 3}, SECOND_IS_NULL));
        columns.put(
                "map",
                new MapColumn(
                        3, strings("k", "l"), new IntColumn(2, new int[] {1, 2}, null), new int[] {0, 1, 1, 2}, null));
        columns.put("row", new RowColumn(3, List.of(strings("a", "b", "c"), columns.get("int")), new boolean[] {
            true, false, false
        }));
        columns.put("dictionary", new DictionaryColumn(3, new int[] {1, 0, 1}, strings("x", "y")));
        columns.put("constant", new ConstantColumn(3, strings("same")));
        columns.put("constantNull", new ConstantColumn(3, new LongColumn(1, new long[1], new boolean[] {true})));
        Map<String, Batch> samples = new LinkedHashMap<>();
        columns.forEach((name, column) -> samples.put(name, new Batch(List.of(column))));
        samples.put("noColumns", new Batch(5, List.of()));
        samples.put("noRows", new Batch(List.of(new LongColumn(0, new long[0], null), strings())));
        samples.put("changelog", new Batch(3, List.of(columns.get("int")), new byte[] {1, 2, 3}));
        samples.put("all", new Batch(List.copyOf(columns.values())));
        return samples;
    }
}
