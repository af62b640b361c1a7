package io.blink.formats.orc.stream;

import io.blink.formats.bytes.PieceReader;
import java.io.EOFException;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** The bytes of one stream. Compressed ones come in chunks, each behind a header of three bytes; a chunk is gone when the next is decompressed. One thread. */
public final class StreamBytes {
    private static final int HEADER_BYTES = 3;
    private static final int VARINT_BYTES_MAX = 10;
    /** Bytes that are reserved before any of them has been seen. */
    private static final int UNSEEN_MAX = 1 << 24;

    private static final int STEP = 512;
    private static final VarHandle DOUBLES =
            MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle FLOATS =
            MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);

    private final String name;
    private final ChunkCodec codec;
    private final PieceReader source;
    /** In the file. */
    private final long start;

    private final int streamLength;
    /** In the stream: where the chunk, or what there is at once of bytes that are not compressed, begins behind the one at hand. */
    private int nextChunk;

    /** In the stream: where the chunk at hand begins; -1: none. */
    private int chunk = -1;

    private int chunkStart;
    private byte[] decompressed;
    private byte[] array = new byte[ChunkCodec.SLACK];
    private int position;
    private int limit;
    private byte[] taken = new byte[0];
    private byte[] takenFrom;

    /** @param name for errors @param source has the stream's bytes from {@code start} on */
    public StreamBytes(String name, ChunkCodec codec, PieceReader source, long start, int length) {
        this.name = name;
        this.codec = codec;
        this.source = source;
        this.start = start;
        this.streamLength = length;
    }

    /** Goes to a place that a row index names. */
    public void seek(Positions positions) throws IOException {
        long place = positions.next();
        checkPlace(place, streamLength);
        int wanted = (int) place;
        long within = codec.compresses() ? positions.next() : 0;
        if (chunk != wanted || !codec.compresses()) {
            chunk = -1;
            position = 0;
            limit = 0;
            nextChunk = wanted;
            if (wanted == streamLength && within == 0) {
                return;
            }
            openChunk();
        }
        checkPlace(within, limit - chunkStart);
        position = chunkStart + (int) within;
    }

    private void checkPlace(long place, long most) throws IOException {
        if (place < 0 || place > most) {
            throw new IOException(name + ": a row index names byte " + place + " of " + most);
        }
    }

    private void openChunk() throws IOException {
        if (codec.compresses()) {
            openCompressed();
            return;
        }
        chunk = nextChunk;
        position = source.at(start + nextChunk);
        array = source.array();
        limit = (int) Math.min(source.limit(), position + (long) streamLength - nextChunk);
        chunkStart = position;
        nextChunk += limit - position;
    }

    private void openCompressed() throws IOException {
        do {
            if (streamLength - nextChunk < HEADER_BYTES) {
                throw new EOFException(name + " ends early, after " + streamLength + " bytes");
            }
            int at = source.take(start + nextChunk, HEADER_BYTES);
            byte[] bytes = source.array();
            int header = (bytes[at] & 0xFF) | (bytes[at + 1] & 0xFF) << 8 | (bytes[at + 2] & 0xFF) << 16;
            int chunkLength = header >>> 1;
            int from = nextChunk + HEADER_BYTES;
            if (chunkLength > streamLength - from) {
                throw new EOFException(
                        name + ": a chunk of " + chunkLength + " bytes where " + (streamLength - from) + " are left");
            }
            chunk = nextChunk;
            nextChunk = from + chunkLength;
            at = source.take(start + from, chunkLength);
            if ((header & 1) != 0) {
                array = source.array();
                position = at;
                limit = at + chunkLength;
            } else {
                decompressed = decompressed == null ? codec.array() : decompressed;
                array = decompressed;
                position = 0;
                limit = codec.decompress(source.array(), at, chunkLength, decompressed);
            }
            chunkStart = position;
        } while (position == limit);
    }

    private void more() throws IOException {
        if (nextChunk >= streamLength) {
            throw new EOFException(name + " ends early, after " + streamLength + " bytes");
        }
        openChunk();
    }

    /** The next byte, 0 to 255. */
    public int read() throws IOException {
        if (position == limit) {
            more();
        }
        return array[position++] & 0xFF;
    }

    /** A number in groups of seven bits, the least first. */
    public long readVarint() throws IOException {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int next = read();
            value |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new IOException(name + ": a number of more than ten bytes");
    }

    /** The same, signed: the sign stands in the lowest bit. */
    public long readSignedVarint() throws IOException {
        long value = readVarint();
        return (value >>> 1) ^ -(value & 1);
    }

    public void read(byte[] target, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            if (position == limit) {
                more();
            }
            int count = Math.min(length - done, limit - position);
            System.arraycopy(array, position, target, offset + done, count);
            position += count;
            done += count;
        }
    }

    public void skip(long length) throws IOException {
        long left = length;
        while (left > 0) {
            if (position == limit) {
                more();
            }
            int count = (int) Math.min(left, limit - position);
            position += count;
            left -= count;
        }
    }

    /** Makes the next bytes stand side by side in {@link #taken}, with eight more that may be read behind them, and passes over them; returns where they begin. */
    int take(int length) throws IOException {
        if (limit - position >= length && array.length - position - length >= ChunkCodec.SLACK) {
            takenFrom = array;
            position += length;
            return position - length;
        }
        if (taken.length < length + ChunkCodec.SLACK) {
            taken = new byte[length + ChunkCodec.SLACK];
        }
        read(taken, 0, length);
        takenFrom = taken;
        return 0;
    }

    byte[] taken() {
        return takenFrom;
    }

    /** All bytes that are left. */
    public byte[] readRest() throws IOException {
        byte[] rest = new byte[0];
        while (position < limit || nextChunk < streamLength) {
            if (position == limit) {
                openChunk();
            }
            int before = rest.length;
            rest = Arrays.copyOf(rest, before + limit - position);
            System.arraycopy(array, position, rest, before, limit - position);
            position = limit;
        }
        return rest;
    }

    /** Reads as many bytes, not trusting their count before they are there. */
    public byte[] readBytes(int length) throws IOException {
        byte[] bytes = new byte[Math.min(length, UNSEEN_MAX)];
        read(bytes, 0, bytes.length);
        while (bytes.length < length) {
            int done = bytes.length;
            bytes = Arrays.copyOf(bytes, done + Math.min(length - done, done));
            read(bytes, done, bytes.length - done);
        }
        return bytes;
    }

    /** Numbers of IEEE 754, the lowest byte first. */
    public void read(double[] target, int count) throws IOException {
        for (int done = 0; done < count; ) {
            int step = Math.min(count - done, STEP);
            int from = take(step * Double.BYTES);
            for (int i = 0; i < step; i++) {
                target[done + i] = (double) DOUBLES.get(takenFrom, from + i * Double.BYTES);
            }
            done += step;
        }
    }

    /** As {@link #read(double[], int)}. */
    public void read(float[] target, int count) throws IOException {
        for (int done = 0; done < count; ) {
            int step = Math.min(count - done, STEP);
            int from = take(step * Float.BYTES);
            for (int i = 0; i < step; i++) {
                target[done + i] = (float) FLOATS.get(takenFrom, from + i * Float.BYTES);
            }
            done += step;
        }
    }

    public void readSignedVarints(long[] target, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            target[i] = limit - position >= VARINT_BYTES_MAX ? signedVarintInArray() : readSignedVarint();
        }
    }

    private long signedVarintInArray() throws IOException {
        byte[] from = array;
        int at = position;
        long next = from[at++];
        long value = next & 0x7F;
        for (int shift = 7; next < 0; shift += 7) {
            if (shift >= Long.SIZE) {
                throw new IOException(name + ": a number of more than ten bytes");
            }
            next = from[at++];
            value |= (next & 0x7F) << shift;
        }
        position = at;
        return (value >>> 1) ^ -(value & 1);
    }

    /** Numbers of up to 128 bits. */
    public void readSignedVarints(long[] high, long[] low, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            long upper = 0;
            long lower = 0;
            int next;
            int shift = 0;
            do {
                if (shift >= 2 * Long.SIZE) {
                    throw new IOException(name + ": a number of more than 128 bits");
                }
                next = read();
                long bits = next & 0x7F;
                if (shift < Long.SIZE) {
                    lower |= bits << shift;
                    upper |= shift == Long.SIZE - 1 ? bits >>> 1 : 0;
                } else {
                    upper |= bits << shift - Long.SIZE;
                }
                shift += 7;
            } while (next >= 0x80);
            long sign = -(lower & 1);
            low[i] = (lower >>> 1 | upper << Long.SIZE - 1) ^ sign;
            high[i] = upper >>> 1 ^ sign;
        }
    }

    /** Passes over numbers of any length. */
    public void skipVarints(long count) throws IOException {
        for (long left = count; left > 0; ) {
            if (position == limit) {
                more();
            }
            left -= array[position++] >= 0 ? 1 : 0;
        }
    }

    String name() {
        return name;
    }

    /** Hands the array of the chunk back; nothing more is read. */
    public void release() {
        if (decompressed != null) {
            codec.release(decompressed);
            decompressed = null;
        }
    }
}
