package io.blink.formats.avro;

import io.blink.core.column.TextBuffer;
import java.io.OutputStream;

/** Brings what an encoder of the library writes to wherever the next record goes. */
public final class BufferStream extends OutputStream {
    private TextBuffer target;

    public void into(TextBuffer buffer) {
        target = buffer;
    }

    @Override
    public void write(int one) {
        target.append((char) one);
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
        target.append(bytes, from, length);
    }
}
