package io.blink.formats.parquet.page;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Nanoseconds a value of the hybrid of runs and bit-packed groups: ids of dictionaries and levels. Run by hand: {@code org.openjdk.jmh.Main DecoderBenchmark}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DecoderBenchmark {
    private static final int VALUES = 1 << 16;
    private static final int BATCH = 4096;

    @Param({"1", "7", "11", "17"})
    public int bitWidth;

    /** Equal values in a row; 1: as chance has it, which is packed. */
    @Param({"1", "100"})
    public int run;

    private final int[] values = new int[BATCH];
    private final int[] places = new int[BATCH];
    private byte[] encoded;

    @Setup
    public void prepare() throws IOException {
        Random random = new Random(1);
        int value = 0;
        try (RunLengthBitPackingHybridEncoder encoder =
                new RunLengthBitPackingHybridEncoder(bitWidth, VALUES, VALUES * 4, new HeapByteBufferAllocator())) {
            for (int i = 0; i < VALUES; i++) {
                value = i % run == 0 ? random.nextInt(1 << bitWidth) : value;
                encoder.writeInt(bitWidth == 1 && random.nextInt(25) > 0 ? 1 : value);
            }
            ByteArrayOutputStream target = new ByteArrayOutputStream();
            encoder.toBytes().writeAllTo(target);
            encoded = target.toByteArray();
        }
    }

    private RunLengthDecoder decoder() {
        return new RunLengthDecoder(encoded, 0, encoded.length, bitWidth);
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public int read() {
        RunLengthDecoder decoder = decoder();
        int sum = 0;
        for (int from = 0; from < VALUES; from += BATCH) {
            decoder.read(values, 0, BATCH);
            sum += values[0];
        }
        return sum;
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public RunLengthDecoder skip() {
        RunLengthDecoder decoder = decoder();
        for (int from = 0; from < VALUES; from += 100) {
            decoder.skip(Math.min(100, VALUES - from));
        }
        return decoder;
    }

    /** Levels of a column with few NULLs; of use with one bit. */
    @Benchmark
    @OperationsPerInvocation(VALUES)
    public int readZeros() {
        RunLengthDecoder decoder = decoder();
        int ones = 0;
        for (int from = 0; bitWidth == 1 && from < VALUES; from += BATCH) {
            ones += decoder.readZeros(new boolean[BATCH], places, 0, BATCH);
        }
        return ones;
    }
}
