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
 * key groups are copied. On one I/O thread.
 */
final class StoreRestoring {
    private static final int[] NONE_DEAD = {};

    private final StateScope scope;
    private final FileSystem fileSystem;
    private final CheckpointWriter writer;
    private final TableCatalog catalog;
    private final Tables tables;
    private final KeyGroups owned;

    /** Where restored records go. */
    interface Tables {
        RecordTable records(TableDescription table, long namespace);
    }

    StoreRestoring(
            StateScope scope, FileSystem fileSystem, CheckpointWriter writer, TableCatalog catalog, Tables tables) {
        this.scope = scope;
        this.fileSystem = fileSystem;
        this.writer = writer;
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
        boolean own = isOwn(handle);
        Map<Integer, TableDescription> byId = new HashMap<>();
        handle.tables().forEach(table -> byId.put(table.id(), catalog.restore(table)));
        Map<PageOfTable, int[]> dead = readDead(reader, handle);
        KeyGroups writers = handle.ownedGroups();
        List<PageLocation> wanted = new ArrayList<>();
        for (PageLocation page : handle.pages()) {
            if (!DeadRecordsPage.isOne(page.name())) {
                if (!own) {
                    requireByKeyGroup(writers, page);
                }
                if (own || page.groups().intersects(owned)) {
                    wanted.add(page);
                }
            }
        }
        reader.read(handle, wanted, (page, content) -> {
            RecordLog log = log(byId, handle, page);
            int[] deadOffsets =
                    dead.getOrDefault(new PageOfTable(page.table(), page.namespace(), page.part()), NONE_DEAD);
            if (own) {
                writer.restored(log.restore(page.name(), content, deadOffsets), handle, page);
            } else {
                copy(log, content, deadOffsets);
            }
        });
    }

    private record PageOfTable(int table, long namespace, long part) {}

    private static Map<PageOfTable, int[]> readDead(CheckpointReader reader, StateHandle handle) {
        Map<PageOfTable, int[]> dead = new HashMap<>();
        List<PageLocation> pages = handle.pages().stream()
                .filter(page -> DeadRecordsPage.isOne(page.name()))
                .toList();
        reader.read(handle, pages, (page, content) -> DeadRecordsPage.decode(content)
                .forEach((part, offsets) -> dead.put(new PageOfTable(page.table(), page.namespace(), part), offsets)));
        return dead;
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
