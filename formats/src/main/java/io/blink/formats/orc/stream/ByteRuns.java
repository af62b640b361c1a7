package io.blink.formats.orc.stream;

import java.io.IOException;
import java.util.Arrays;

/** ORC's byte run-length encoding: a control byte below 128 repeats one value (control + 3) times, else 256 - control values stand behind it. One thread. */
public final class ByteRuns {
    private static final int LEAST_REPEATS = 3;

    private final StreamBytes bytes;
    private int left;
    private boolean repeats;
    private byte value;

    public ByteRuns(StreamBytes bytes) {
        this.bytes = bytes;
    }

    public void seek(Positions positions) throws IOException {
        bytes.seek(positions);
        left = 0;
        skip(positions.next());
    }

    private void nextRun() throws IOException {
        int control = bytes.read();
        repeats = control < 0x80;
        if (repeats) {
            left = control + LEAST_REPEATS;
            value = (byte) bytes.read();
        } else {
            left = 0x100 - control;
        }
    }

    public void read(byte[] target, int at, int count) throws IOException {
        int done = 0;
        while (done < count) {
            if (left == 0) {
                nextRun();
            }
            int step = Math.min(left, count - done);
            if (repeats) {
                Arrays.fill(target, at + done, at + done + step, value);
            } else {
                bytes.read(target, at + done, step);
            }
            left -= step;
            done += step;
        }
    }

    byte read() throws IOException {
        if (left == 0) {
            nextRun();
        }
        left--;
        return repeats ? value : (byte) bytes.read();
    }

    public void skip(long count) throws IOException {
        long rest = count;
        while (rest > 0) {
            if (left == 0) {
                nextRun();
            }
            int step = (int) Math.min(left, rest);
            if (!repeats) {
                bytes.skip(step);
            }
            left -= step;
            rest -= step;
        }
    }
}
