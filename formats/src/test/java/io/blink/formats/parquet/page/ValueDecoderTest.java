package io.blink.formats.parquet.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.apache.parquet.bytes.ByteBufferAllocator;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.values.ValuesWriter;
import org.apache.parquet.column.values.bytestreamsplit.ByteStreamSplitValuesWriter.DoubleByteStreamSplitValuesWriter;
import org.apache.parquet.column.values.bytestreamsplit.ByteStreamSplitValuesWriter.FixedLenByteArrayByteStreamSplitValuesWriter;
import org.apache.parquet.column.values.bytestreamsplit.ByteStreamSplitValuesWriter.FloatByteStreamSplitValuesWriter;
import org.apache.parquet.column.values.bytestreamsplit.ByteStreamSplitValuesWriter.IntegerByteStreamSplitValuesWriter;
import org.apache.parquet.column.values.bytestreamsplit.ByteStreamSplitValuesWriter.LongByteStreamSplitValuesWriter;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesWriterForInteger;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesWriterForLong;
import org.apache.parquet.column.values.deltalengthbytearray.DeltaLengthByteArrayValuesWriter;
import org.apache.parquet.column.values.deltastrings.DeltaByteArrayWriter;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridValuesWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type.Repetition;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pages that parquet-java's writers of values made. */
class ValueDecoderTest {
    private static final int SEEDS = 25;
    private static final int FIXED_LENGTH = 7;
    private static final ByteBufferAllocator HEAP = new HeapByteBufferAllocator();

    enum Encoded {
        DELTA_INTS(PrimitiveTypeName.INT32, () -> new DeltaBinaryPackingValuesWriterForInteger(64, 1024, HEAP)),
        DELTA_LONGS(PrimitiveTypeName.INT64, () -> new DeltaBinaryPackingValuesWriterForLong(64, 1024, HEAP)),
        DELTA_LENGTHS(PrimitiveTypeName.BINARY, () -> new DeltaLengthByteArrayValuesWriter(64, 1024, HEAP)),
        DELTA_BYTES(PrimitiveTypeName.BINARY, () -> new DeltaByteArrayWriter(64, 1024, HEAP)),
        DELTA_FIXED(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY, () -> new DeltaByteArrayWriter(64, 1024, HEAP)),
        SPLIT_INTS(PrimitiveTypeName.INT32, () -> new IntegerByteStreamSplitValuesWriter(64, 1024, HEAP)),
        SPLIT_LONGS(PrimitiveTypeName.INT64, () -> new LongByteStreamSplitValuesWriter(64, 1024, HEAP)),
        SPLIT_FLOATS(PrimitiveTypeName.FLOAT, () -> new FloatByteStreamSplitValuesWriter(64, 1024, HEAP)),
        SPLIT_DOUBLES(PrimitiveTypeName.DOUBLE, () -> new DoubleByteStreamSplitValuesWriter(64, 1024, HEAP)),
        SPLIT_FIXED(
                PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY,
                () -> new FixedLenByteArrayByteStreamSplitValuesWriter(FIXED_LENGTH, 64, 1024, HEAP)),
        FLAGS(PrimitiveTypeName.BOOLEAN, () -> new RunLengthBitPackingHybridValuesWriter(1, 64, 1024, HEAP));

        private final PrimitiveType type;
        private final Supplier<ValuesWriter> writer;

        Encoded(PrimitiveTypeName stored, Supplier<ValuesWriter> writer) {
            boolean fixed = stored == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
            this.type = fixed
                    ? new PrimitiveType(Repetition.REQUIRED, stored, FIXED_LENGTH, "c")
                    : new PrimitiveType(Repetition.REQUIRED, stored, "c");
            this.writer = writer;
        }

        ValueDecoder decoder(byte[] page, int values) {
            // Not at the beginning of its array, and not up to its end.
            byte[] array = new byte[page.length + 20];
            Arrays.fill(array, (byte) 0x55);
            System.arraycopy(page, 0, array, 9, page.length);
            PageBytes content = new PageBytes(array, 9, 9 + page.length);
            return switch (this) {
                case DELTA_INTS, DELTA_LONGS -> new DeltaNumberValues(content);
                case DELTA_LENGTHS -> new DeltaLengthValues(content, values);
                case DELTA_BYTES, DELTA_FIXED -> new DeltaByteValues(content, values);
                case FLAGS -> new RunLengthFlags(content, type);
                default -> new SplitStreamValues(content, type);
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void valuesAreThoseThatWereWritten(Encoded encoded) throws IOException {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            List<Object> written = values(encoded, random);
            ValueDecoder decoder = encoded.decoder(page(encoded, written), written.size());
            LeafValues read = new LeafValues(encoded.type, 16);
            List<Object> expected = new ArrayList<>();
            for (int next = 0; next < written.size(); ) {
                int count = Math.min(written.size() - next, 1 + random.nextInt(300));
                if (random.nextInt(4) == 0) {
                    decoder.skip(count);
                } else {
                    decoder.read(read, count);
                    expected.addAll(written.subList(next, next + count));
                }
                next += count;
            }
            assertThat(objects(encoded, read)).as("seed " + seed).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPageThatIsCutShortIsNoticed(Encoded encoded) throws IOException {
        Random random = new Random(99);
        List<Object> written = values(encoded, random);
        while (written.size() < 200) {
            written = values(encoded, random);
        }
        byte[] whole = page(encoded, written);
        int count = written.size();
        for (int length : new int[] {0, 1, 3, whole.length / 2, whole.length - 1}) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> encoded.decoder(cut, count).read(new LeafValues(encoded.type, 16), count))
                    .as(length + " of " + whole.length + " bytes")
                    .isInstanceOf(IllegalStateException.class);
        }
        assertThatThrownBy(() -> encoded.decoder(whole, count).read(new LeafValues(encoded.type, 16), count + 1000))
                .isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @EnumSource
    void randomBytesAreNoticedOrDecodedToSomething(Encoded encoded) {
        Random random = new Random(5);
        for (int i = 0; i < 300; i++) {
            byte[] page = new byte[random.nextInt(200)];
            random.nextBytes(page);
            try {
                encoded.decoder(page, 100).read(new LeafValues(encoded.type, 16), 1 + random.nextInt(100));
            } catch (IllegalStateException e) {
                assertThat(e).hasMessageMatching(".+");
            }
        }
    }

    private static List<Object> values(Encoded encoded, Random random) {
        List<Object> values = new ArrayList<>();
        int bits = random.nextInt(65);
        int count = random.nextInt(3) == 0 ? 1 + random.nextInt(40) : random.nextInt(2000);
        long previous = 0;
        for (int i = 0; i < count; i++) {
            long number = bits == 0 ? 3 : random.nextLong() >> (64 - bits);
            previous = random.nextInt(5) == 0 ? number : previous + random.nextInt(100);
            values.add(
                    switch (encoded.type.getPrimitiveTypeName()) {
                        case INT32 -> (int) previous;
                        case INT64 -> previous;
                        case FLOAT -> (float) number;
                        case DOUBLE -> (double) number;
                        case BOOLEAN -> random.nextInt(20) > 0;
                        case FIXED_LEN_BYTE_ARRAY ->
                            "%07d".formatted(previous & 0xFFFFF).substring(0, FIXED_LENGTH);
                        default ->
                            "text of " + previous + "x".repeat(random.nextInt(10) == 0 ? random.nextInt(200) : 0);
                    });
        }
        return values;
    }

    private static byte[] page(Encoded encoded, List<Object> values) throws IOException {
        try (ValuesWriter writer = encoded.writer.get()) {
            for (Object value : values) {
                switch (encoded.type.getPrimitiveTypeName()) {
                    case INT32 -> writer.writeInteger((Integer) value);
                    case INT64 -> writer.writeLong((Long) value);
                    case FLOAT -> writer.writeFloat((Float) value);
                    case DOUBLE -> writer.writeDouble((Double) value);
                    case BOOLEAN -> writer.writeBoolean((Boolean) value);
                    default -> writer.writeBytes(Binary.fromString((String) value));
                }
            }
            ByteArrayOutputStream page = new ByteArrayOutputStream();
            writer.getBytes().writeAllTo(page);
            return page.toByteArray();
        }
    }

    private static List<Object> objects(Encoded encoded, LeafValues values) {
        List<Object> objects = new ArrayList<>();
        for (int i = 0; i < values.count(); i++) {
            objects.add(
                    switch (encoded.type.getPrimitiveTypeName()) {
                        case INT32 -> values.ints()[i];
                        case INT64 -> values.longs()[i];
                        case FLOAT -> values.floats()[i];
                        case DOUBLE -> values.doubles()[i];
                        case BOOLEAN -> values.booleans()[i] == 1;
                        default ->
                            new String(
                                    values.bytes(),
                                    values.offsets()[i],
                                    values.offsets()[i + 1] - values.offsets()[i],
                                    StandardCharsets.UTF_8);
                    });
        }
        return objects;
    }
}
