package io.blink.formats;

import io.blink.core.spi.connector.WriterMemory;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

/** Keeps what the open files of one writer hold within the memory of its task: writes out the fullest first, and then ends files. The thread that writes. */
public final class WriterBuffers {
    /** Smaller row groups and stripes are not worth reading. */
    private static final long FLUSHED_BYTES_MIN = 1 << 20;

    /** Ends files. */
    @FunctionalInterface
    public interface Ending {
        /** Ends one of several open files, the one that is needed least; false if there is no more than one. */
        boolean endOne() throws IOException;
    }

    private final WriterMemory memory;

    public WriterBuffers(WriterMemory memory) {
        this.memory = memory;
    }

    /** After rows were written. @param open gives the open files, which {@code ending} changes */
    public void fit(Supplier<List<FileWriter>> open, Ending ending) throws IOException {
        while (true) {
            long total = 0;
            FileWriter fullest = null;
            long most = FLUSHED_BYTES_MIN;
            for (FileWriter file : open.get()) {
                long buffered = file.bufferedBytes();
                total += buffered;
                if (buffered >= most) {
                    most = buffered;
                    fullest = file;
                }
            }
            if (memory.tryHold(total)) {
                return;
            }
            if (fullest != null) {
                fullest.flush();
            }
            boolean flushed = fullest != null && fullest.bufferedBytes() < most;
            if (!flushed && !ending.endOne()) {
                memory.hold(total);
                return;
            }
        }
    }
}
