package io.blink.state.table;

import io.blink.core.error.BlinkException;
import io.blink.core.hash.ValueHash;
import io.blink.core.spi.filesystem.FileSystem;
import io.blink.core.spi.state.StateScope;
import io.blink.state.StateErrorCode;
import io.blink.state.checkpoint.CheckpointReader;
import io.blink.state.checkpoint.CheckpointWriter;
import io.blink.state.checkpoint.KeyGroups;
import io.blink.state.checkpoint.StateHandle;
import io.blink.state.checkpoint.StateHandle.PageLocation;
import io.blink.state.checkpoint.TableDescription;
import io.blink.state.record.RecordBytes;
import io.blink.state.record.TableCatalog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes up the key groups of one task. What the same subtask of as many tasks wrote is taken over page by page, so that the next checkpoint can refer to the same files; of others the records of this task's
 * key groups are copied. Called on one I/O thread; pages are looked through on those of the reader.
 */
final class StoreRestoring {
    private final StateScope scope;
    private final FileSystem fileSystem;
    private final CheckpointWriter writer;
    private final SnapshotPages snapshotPages;
    private final TableCatalog catalog;
    private final Tables tables;
    private final KeyGroups owned;

    /** Where restored records go. */
    interface Tables {
        RecordTable records(TableDescription table, long namespace);
    }

    StoreRestoring(
            StateScope scope,
            FileSystem fileSystem,
            CheckpointWriter writer,
            SnapshotPages snapshotPages,
            TableCatalog catalog,
            Tables tables) {
        this.scope = scope;
        this.fileSystem = fileSystem;
        this.writer = writer;
        this.snapshotPages = snapshotPages;
        this.catalog = catalog;
        this.tables = tables;
        this.owned = KeyGroups.of(scope.subtask(), scope.parallelism(), scope.keyGroups());
    }

    /** The handles, this task's own first, so that its tables keep their numbers. */
    List<StateHandle> parse(List<String> json) {
        List<StateHandle> handles = new ArrayList<>();
        for (String one : json) {
            StateHandle handle = StateHandle.fromJson(one);
            requireSameKeyGroups(handle);
            handles.add(isOwn(handle) ? 0 : handles.size(), handle);
        }
        return handles;
    }

    private boolean isOwn(StateHandle handle) {
        return handle.parallelism() == scope.parallelism() && handle.subtask() == scope.subtask();
    }

    void restore(List<StateHandle> handles) {
        try (CheckpointReader reader = new CheckpointReader(fileSystem)) {
            handles.forEach(handle -> restore(reader, handle));
        }
    }

    private void requireSameKeyGroups(StateHandle handle) {
        if (handle.keyGroups() != scope.keyGroups()) {
            throw new BlinkException(
                    StateErrorCode.STATE_MISMATCH,
                    scope.owner() + ": its state has " + handle.keyGroups() + " key groups, the job "
                            + scope.keyGroups() + ". The number is fixed at a job's first start.");
        }
    }

    private void restore(CheckpointReader reader, StateHandle handle) {
        Map<Integer, TableDescription> byId = new HashMap<>();
        handle.tables().forEach(table -> byId.put(table.id(), catalog.restore(table)));
        RestoredDead dead = RestoredDead.read(reader, handle);
        List<PageLocation> pages = handle.pages().stream()
                .filter(page -> !DeadRecordsPage.isOne(page.name()))
                .toList();
        if (isOwn(handle)) {
            takeOver(reader, handle, byId, pages, dead);
        } else {
            copy(reader, handle, byId, pages, dead);
        }
    }

    private void takeOver(
            CheckpointReader reader,
            StateHandle handle,
            Map<Integer, TableDescription> byId,
            List<PageLocation> pages,
            RestoredDead dead) {
        Map<PageLocation, Integer> numbers = dead.numbers(pages);
        Map<PageLocation, RecordLog> logs = new HashMap<>();
        Map<RecordLog, Integer> counts = new HashMap<>();
        numbers.forEach((page, number) -> {
            RecordLog log = log(byId, handle, page);
            logs.put(page, log);
            counts.merge(log, number + 1, Math::max);
        });
        counts.forEach(RecordLog::beginRestoring);
        for (RestoredDead.Layer layer : dead.layers()) {
            layers(log(byId, handle, layer.location()), layer.group()).restored(layer.page());
            writer.restored(layer.page(), handle, layer.location());
        }
        reader.read(
                handle,
                pages,
                (page, content) -> logs.get(page).restored(page.name(), numbers.get(page), content, dead.offsets(page)),
                (page, restored) -> {
                    if (restored.entries().length == 0) {
                        return;
                    }
                    RecordLog log = logs.get(page);
                    log.restore(restored);
                    writer.restored(restored.page(), handle, page);
                    int group = restored.page().number() / DeadRecordsPage.PAGES;
                    if (dead.group(page) == group) {
                        layers(log, group)
                                .restored(restored.page(), restored.page().dead());
                    }
                });
        counts.keySet().forEach(RecordLog::endRestoring);
    }

    private DeadLayers layers(RecordLog log, int group) {
        return snapshotPages.layers(log.deadName(group));
    }

    private void copy(
            CheckpointReader reader,
            StateHandle handle,
            Map<Integer, TableDescription> byId,
            List<PageLocation> pages,
            RestoredDead dead) {
        KeyGroups writers = handle.ownedGroups();
        pages.forEach(page -> requireByKeyGroup(writers, page));
        List<PageLocation> wanted =
                pages.stream().filter(page -> page.groups().intersects(owned)).toList();
        reader.read(handle, wanted, (page, content) -> copy(log(byId, handle, page), content, dead.offsets(page)));
    }

    private RecordLog log(Map<Integer, TableDescription> byId, StateHandle handle, PageLocation page) {
        TableDescription table = byId.get(page.table());
        if (table == null) {
            throw new BlinkException(
                    StateErrorCode.STATE_MISMATCH,
                    scope.owner() + ": its state in '" + handle.files().get(page.file())
                            + "' has no tables, or a page of none of them; another version of Blink wrote it.");
        }
        return tables.records(table, page.namespace()).log();
    }

    private void requireByKeyGroup(KeyGroups writers, PageLocation page) {
        if (!writers.containsAll(page.groups())) {
            throw new BlinkException(
                    StateErrorCode.STATE_MISMATCH,
                    scope.owner() + ": its rows came partitioned by other columns than its keys, so its state cannot"
                            + " be dealt out to another number of tasks. Restore it with the parallelism that it"
                            + " had.");
        }
    }

    private void copy(RecordLog log, byte[] page, int[] deadOffsets) {
        int nextDead = 0;
        for (int offset = 0; offset < page.length; offset += RecordBytes.length(page, offset)) {
            if (nextDead < deadOffsets.length && deadOffsets[nextDead] == offset) {
                nextDead++;
            } else if (owned.contains(ValueHash.bucket(RecordBytes.hash(page, offset), scope.keyGroups()))) {
                log.restoreRecord(page, offset);
            }
        }
    }
}
