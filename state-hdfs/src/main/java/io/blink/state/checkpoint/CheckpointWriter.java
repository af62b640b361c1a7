package io.blink.state.checkpoint;

import io.blink.core.error.BlinkException;
import io.blink.core.spi.filesystem.FileSystem;
import io.blink.state.StateErrorCode;
import io.blink.state.checkpoint.StateHandle.PageLocation;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the checkpoints of one operator of one task attempt, at most one file each: the pages that no file has yet, and those of files of which less than half is still in
 * use: of these half as many bytes as are new, so that no checkpoint writes much more than what changed. That suffices, since what comes out of a file of which a third is in use gives back twice as
 * much. All methods may block; calls on several threads are taken in turn. A checkpoint below the last one is refused, since its files may already be given up.
 */
public final class CheckpointWriter {
    private static final int BUFFER_BYTES = 256 << 10;
    private static final int MOVED_BYTES_MIN = 256 << 10;
    /** When files hold so many times what is in use, a checkpoint also moves this part of that. */
    private static final int SPACE_FACTOR = 3;

    private static final int MOVED_PART = 25;

    private final FileSystem fileSystem;
    private final String directory;
    private final int attempt;
    private final int subtask;
    private final int parallelism;
    private final int keyGroups;
    private final Map<StatePage, Stored> stored = new IdentityHashMap<>();
    private final Map<String, Long> bytesOfFile = new HashMap<>();
    private long lastCheckpointId;

    /** @param directory of the operator and subtask within the job's folder */
    public CheckpointWriter(
            FileSystem fileSystem, String directory, int attempt, int subtask, int parallelism, int keyGroups) {
        this.fileSystem = fileSystem;
        this.directory = directory;
        this.attempt = attempt;
        this.subtask = subtask;
        this.parallelism = parallelism;
        this.keyGroups = keyGroups;
    }

    private record Stored(String file, KeyGroups keyGroups, long offset, int length, long checksum) {
        long bytes() {
            return StateFileFormat.PAGE_HEADER_BYTES + (long) length;
        }
    }

    /** What a checkpoint has become. */
    public record Written(StateHandle handle, long writtenBytes) {}

    /** Before the first checkpoint: this page is what a restored handle's page holds. One in borrowed files will be written anew. */
    public synchronized void restored(StatePage page, StateHandle handle, PageLocation location) {
        if (handle.borrowed() != null) {
            return;
        }
        Stored where = new Stored(
                handle.files().get(location.file()),
                location.groups(),
                location.offset(),
                location.length(),
                location.checksum());
        stored.put(page, where);
        // A restored file counts as large as what was restored of it: whatever else it held is not this task's to
        // judge.
        bytesOfFile.merge(where.file(), where.bytes(), Long::sum);
    }

    /** Makes {@code pages}, all that the operator holds, durable. */
    public synchronized Written write(
            long checkpointId, List<TableDescription> tables, List<StatePage> pages, Map<String, Long> attributes) {
        if (checkpointId <= lastCheckpointId) {
            throw new BlinkException(
                    StateErrorCode.CHECKPOINT_SUPERSEDED,
                    "Checkpoint " + checkpointId + " comes too late: " + lastCheckpointId + " has been written.");
        }
        lastCheckpointId = checkpointId;
        stored.keySet().retainAll(identities(pages).keySet());
        List<StatePage> movable = movablePages();
        List<StatePage> missing =
                pages.stream().filter(page -> !stored.containsKey(page)).toList();
        long writtenBytes = missing.isEmpty() && movable.isEmpty() ? 0 : writeFile(checkpointId, missing, movable);
        StateHandle handle = handle(tables, pages, attributes);
        bytesOfFile.keySet().retainAll(new HashSet<>(handle.files()));
        return new Written(handle, writtenBytes);
    }

    private static Map<StatePage, Boolean> identities(List<StatePage> pages) {
        Map<StatePage, Boolean> identities = new IdentityHashMap<>();
        pages.forEach(page -> identities.put(page, true));
        return identities;
    }

    /** Pages in files of which less than half is in use, those first of which the least is. */
    private List<StatePage> movablePages() {
        Map<String, Long> live = liveBytesOfFiles();
        List<String> sparse = live.keySet().stream()
                .filter(file -> 2 * live.get(file) < bytesOfFile.get(file))
                .sorted(Comparator.comparingDouble(file -> (double) live.get(file) / bytesOfFile.get(file)))
                .toList();
        if (sparse.isEmpty()) {
            return List.of();
        }
        Map<String, List<StatePage>> pages = new HashMap<>();
        sparse.forEach(file -> pages.put(file, new ArrayList<>()));
        stored.forEach((page, where) -> {
            if (pages.containsKey(where.file())) {
                pages.get(where.file()).add(page);
            }
        });
        return sparse.stream().flatMap(file -> pages.get(file).stream()).toList();
    }

    private Map<String, Long> liveBytesOfFiles() {
        Map<String, Long> live = new HashMap<>();
        stored.values().forEach(page -> live.merge(page.file(), page.bytes(), Long::sum));
        return live;
    }

    /** @param newBytes of the same checkpoint */
    private long movedBytesMax(long newBytes) {
        long held = bytesOfFile.values().stream().mapToLong(Long::longValue).sum();
        long live = stored.values().stream().mapToLong(Stored::bytes).sum();
        return Math.max(MOVED_BYTES_MIN, newBytes / 2 + (held > SPACE_FACTOR * live ? live / MOVED_PART : 0));
    }

    private long writeFile(long checkpointId, List<StatePage> missing, List<StatePage> movable) {
        String path = StateFiles.path(directory, attempt, checkpointId);
        Map<StatePage, Stored> places = new IdentityHashMap<>();
        long offset = StateFileFormat.FILE_HEADER_BYTES;
        try (OutputStream output = new BufferedOutputStream(fileSystem.create(path), BUFFER_BYTES)) {
            output.write(StateFileFormat.fileHeader(checkpointId));
            for (StatePage page : missing) {
                offset += write(page, output, path, offset, places);
            }
            long end = offset + movedBytesMax(offset);
            for (int i = 0; i < movable.size() && offset < end; i++) {
                offset += write(movable.get(i), output, path, offset, places);
            }
        } catch (IOException e) {
            throw new BlinkException(
                    StateErrorCode.STATE_FILE, "State file '" + path + "' cannot be written: " + e.getMessage(), e);
        }
        stored.putAll(places);
        bytesOfFile.put(path, offset - StateFileFormat.FILE_HEADER_BYTES);
        return offset;
    }

    private static long write(
            StatePage page, OutputStream output, String path, long offset, Map<StatePage, Stored> places)
            throws IOException {
        StatePage.Encoded encoded = page.encode();
        byte[] content = encoded.bytes();
        long checksum = StateFileFormat.checksum(content, 0, content.length);
        output.write(StateFileFormat.pageHeader(page.name(), content.length, checksum));
        output.write(content);
        Stored place = new Stored(path, encoded.keyGroups(), offset, content.length, checksum);
        places.put(page, place);
        return place.bytes();
    }

    private StateHandle handle(List<TableDescription> tables, List<StatePage> pages, Map<String, Long> attributes) {
        Map<String, Integer> files = new LinkedHashMap<>();
        List<PageLocation> locations = new ArrayList<>(pages.size());
        for (StatePage page : pages) {
            Stored where = stored.get(page);
            StatePage.PageName name = page.name();
            Integer file = files.computeIfAbsent(where.file(), path -> files.size());
            locations.add(new PageLocation(
                    name.table(),
                    name.namespace(),
                    name.part(),
                    name.sequence(),
                    where.keyGroups().first(),
                    where.keyGroups().last(),
                    file,
                    where.offset(),
                    where.length(),
                    where.checksum()));
        }
        return new StateHandle(
                StateHandle.FORMAT_VERSION,
                subtask,
                parallelism,
                keyGroups,
                List.copyOf(files.keySet()),
                tables,
                locations,
                attributes,
                null);
    }
}
