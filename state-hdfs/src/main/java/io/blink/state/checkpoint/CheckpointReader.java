package io.blink.state.checkpoint;

import io.blink.core.error.BlinkException;
import io.blink.core.spi.filesystem.FileSystem;
import io.blink.core.spi.filesystem.InputFile;
import io.blink.state.StateErrorCode;
import io.blink.state.checkpoint.StateHandle.PageLocation;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Reads pages of checkpoints, checking each. Pages that lie close together are read at once, some such runs ahead of the caller by threads of the reader's own. Blocks; used on one thread. Keeps the files
 * open until it is closed.
 */
public final class CheckpointReader implements AutoCloseable {
    private static final int RUN_BYTES_MAX = 1 << 20;
    /** Read over, since a read of its own takes longer. */
    private static final int GAP_BYTES_MAX = 64 << 10;

    private static final int RUNS_AHEAD = 6;
    private static final int THREADS = 3;

    private final FileSystem fileSystem;
    private final Map<String, InputFile> open = new HashMap<>();
    /** Of the threads, so that runs leave nothing to collect. */
    private final ThreadLocal<byte[]> buffers = ThreadLocal.withInitial(() -> new byte[0]);

    public CheckpointReader(FileSystem fileSystem) {
        this.fileSystem = fileSystem;
    }

    /** Makes something of the content of a page, which becomes its own. On the reader's threads, several at a time. */
    @FunctionalInterface
    public interface PageDecoder<T> {
        T decode(PageLocation location, byte[] content);
    }

    /** Takes what pages have become, on the caller's thread. */
    @FunctionalInterface
    public interface PageTarget<T> {
        void accept(PageLocation location, T decoded);
    }

    /** Pages of one file, one close behind the other. */
    private record Run(String path, List<PageLocation> pages) {
        long offset() {
            return pages.get(0).offset();
        }

        long end() {
            PageLocation last = pages.get(pages.size() - 1);
            return last.offset() + StateFileFormat.PAGE_HEADER_BYTES + last.length();
        }

        boolean continuesWith(PageLocation page) {
            return page.offset() - end() <= GAP_BYTES_MAX && page.offset() + page.length() - offset() < RUN_BYTES_MAX;
        }
    }

    /** The contents of pages of a handle, in whatever order they lie. */
    public void read(StateHandle handle, List<PageLocation> pages, PageTarget<byte[]> target) {
        read(handle, pages, (page, content) -> content, target);
    }

    /** What the reader's threads make of pages of a handle, in whatever order they lie. */
    public <T> void read(StateHandle handle, List<PageLocation> pages, PageDecoder<T> decoder, PageTarget<T> target) {
        List<Run> runs = runs(handle, pages);
        if (runs.isEmpty()) {
            return;
        }
        ExecutorService threads =
                Executors.newFixedThreadPool(Math.min(THREADS, runs.size()), CheckpointReader::thread);
        try {
            Deque<Future<List<T>>> ahead = new ArrayDeque<>();
            int next = 0;
            for (Run run : runs) {
                for (; next < runs.size() && ahead.size() < RUNS_AHEAD; next++) {
                    Run begun = runs.get(next);
                    InputFile file = file(begun.path());
                    ahead.add(threads.submit(() -> decoded(file, begun, decoder)));
                }
                List<T> decoded = await(ahead.poll());
                for (int i = 0; i < decoded.size(); i++) {
                    target.accept(run.pages().get(i), decoded.get(i));
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "state reader");
        thread.setDaemon(true);
        return thread;
    }

    private static List<Run> runs(StateHandle handle, List<PageLocation> pages) {
        List<PageLocation> inOrder = new ArrayList<>(pages);
        inOrder.sort(Comparator.comparingInt(PageLocation::file).thenComparingLong(PageLocation::offset));
        List<Run> runs = new ArrayList<>();
        Run last = null;
        int lastFile = -1;
        for (PageLocation page : inOrder) {
            if (last == null || lastFile != page.file() || !last.continuesWith(page)) {
                last = new Run(handle.files().get(page.file()), new ArrayList<>());
                lastFile = page.file();
                runs.add(last);
            }
            last.pages().add(page);
        }
        return runs;
    }

    private <T> List<T> decoded(InputFile file, Run run, PageDecoder<T> decoder) {
        int length = Math.toIntExact(run.end() - run.offset());
        byte[] bytes = buffer(length);
        try {
            file.readFully(run.offset(), bytes, 0, length);
        } catch (IOException e) {
            throw failed(run.path(), e);
        }
        List<T> decoded = new ArrayList<>(run.pages().size());
        for (PageLocation page : run.pages()) {
            int at = (int) (page.offset() - run.offset());
            StateFileFormat.checkPage(bytes, at, page, run.path());
            int start = at + StateFileFormat.PAGE_HEADER_BYTES;
            decoded.add(decoder.decode(page, Arrays.copyOfRange(bytes, start, start + page.length())));
        }
        return decoded;
    }

    private byte[] buffer(int length) {
        byte[] known = buffers.get();
        if (known.length >= length) {
            return known;
        }
        byte[] larger = new byte[Math.max(length, Math.min(2 * known.length, RUN_BYTES_MAX))];
        buffers.set(larger);
        return larger;
    }

    private static <T> T await(Future<T> run) {
        try {
            return run.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BlinkException(StateErrorCode.STATE_FILE, "Reading state was interrupted.", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BlinkException failure) {
                throw failure;
            }
            throw new IllegalStateException("reading state", e.getCause());
        }
    }

    private InputFile file(String path) {
        InputFile file = open.get(path);
        if (file != null) {
            return file;
        }
        try {
            file = fileSystem.open(path);
            open.put(path, file);
            byte[] header = new byte[StateFileFormat.FILE_HEADER_BYTES];
            file.readFully(0, header, 0, header.length);
            StateFileFormat.checkFileHeader(header, path);
            return file;
        } catch (IOException e) {
            throw failed(path, e);
        }
    }

    private static BlinkException failed(String path, IOException cause) {
        return new BlinkException(
                StateErrorCode.STATE_FILE, "State file '" + path + "' cannot be read: " + cause.getMessage(), cause);
    }

    @Override
    public void close() {
        IOException failure = null;
        for (InputFile file : open.values()) {
            try {
                file.close();
            } catch (IOException e) {
                failure = e;
            }
        }
        open.clear();
        if (failure != null) {
            throw new BlinkException(
                    StateErrorCode.STATE_FILE, "A state file cannot be closed: " + failure.getMessage(), failure);
        }
    }
}
