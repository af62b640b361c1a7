package io.blink.rocksdb;

import io.blink.core.error.BlinkException;
import io.blink.core.hash.ValueHash;
import io.blink.core.spi.filesystem.FileSystem;
import io.blink.core.spi.state.StateScope;
import io.blink.state.StateErrorCode;
import io.blink.state.checkpoint.CheckpointReader;
import io.blink.state.checkpoint.CheckpointWriter;
import io.blink.state.checkpoint.KeyGroups;
import io.blink.state.checkpoint.StateHandle;
import io.blink.state.checkpoint.TableDescription;
import io.blink.state.record.RecordBytes;
import io.blink.state.record.TableCatalog;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.rocksdb.RocksIterator;

/**
 * Takes up the key groups of one task. The files that the same subtask of as many tasks wrote become its database; of others the entries of this task's key groups are copied. On one I/O thread.
 */
final class RocksRestoring {
    private static final int COPIED_AT_ONCE = 1024;
    /** Of a database that is only read. */
    private static final long READING_BYTES = 8L << 20;

    private final StateScope scope;
    private final FileSystem fileSystem;
    private final TableCatalog catalog;
    private final KeyGroups owned;

    RocksRestoring(StateScope scope, FileSystem fileSystem, TableCatalog catalog) {
        this.scope = scope;
        this.fileSystem = fileSystem;
        this.catalog = catalog;
        owned = KeyGroups.of(scope.subtask(), scope.parallelism(), scope.keyGroups());
    }

    List<StateHandle> parse(List<String> json) {
        List<StateHandle> handles = new ArrayList<>();
        for (String one : json) {
            StateHandle handle = StateHandle.fromJson(one);
            if (handle.keyGroups() != scope.keyGroups()) {
                throw new BlinkException(
                        StateErrorCode.STATE_MISMATCH,
                        scope.owner() + ": its state has " + handle.keyGroups() + " key groups, the job "
                                + scope.keyGroups() + ". The number is fixed at a job's first start.");
            }
            handles.add(handle);
        }
        return handles;
    }

    boolean isOwn(StateHandle handle) {
        return handle.parallelism() == scope.parallelism() && handle.subtask() == scope.subtask();
    }

    /** The tables of a handle, by their number there. */
    private Map<Integer, TableDescription> tables(StateHandle handle) {
        Map<Integer, TableDescription> tables = new HashMap<>();
        handle.tables().forEach(table -> tables.put(table.id(), catalog.restore(table)));
        return tables;
    }

    /** Writes the files of a handle to a folder. */
    private void fetch(StateHandle handle, Path folder) {
        LocalFolders.create(folder);
        try (CheckpointReader reader = new CheckpointReader(fileSystem)) {
            reader.read(handle, handle.pages(), (page, content) -> SnapshotFiles.write(folder, page.name(), content));
        }
    }

    /** Makes the files of this task's own handle those of its database to be. */
    void takeOver(StateHandle handle, Path folder, SnapshotFiles files, CheckpointWriter writer) {
        tables(handle);
        fetch(handle, folder);
        handle.pages().forEach(page -> writer.restored(files.restored(page.name()), handle, page));
    }

    /** Copies the entries of this task's key groups. */
    void copy(StateHandle handle, Path folder, RocksDatabase target) {
        Map<Integer, TableDescription> tables = tables(handle);
        if (!handle.ownedGroups().intersects(owned) || handle.pages().isEmpty()) {
            return;
        }
        fetch(handle, folder);
        try (RocksDatabase source = new RocksDatabase(folder, READING_BYTES);
                RocksIterator iterator = source.iterator()) {
            int copied = 0;
            for (iterator.seekToFirst(); iterator.isValid(); iterator.next()) {
                byte[] value = iterator.value();
                int group = ValueHash.bucket(RecordBytes.hash(value, 0), scope.keyGroups());
                requireByKeyGroup(handle, group);
                if (owned.contains(group)) {
                    byte[] key = iterator.key();
                    TableDescription table = tables.get(RocksEntries.table(key));
                    ByteBuffer.wrap(key).putShort((short) table.id());
                    target.put(key, value);
                    if (++copied % COPIED_AT_ONCE == 0) {
                        target.write();
                    }
                }
            }
            source.check(iterator);
            target.write();
        } finally {
            LocalFolders.delete(folder);
        }
    }

    private void requireByKeyGroup(StateHandle handle, int group) {
        if (!handle.ownedGroups().contains(group)) {
            throw new BlinkException(
                    StateErrorCode.STATE_MISMATCH,
                    scope.owner() + ": its rows came partitioned by other columns than its keys, so its state cannot"
                            + " be dealt out to another number of tasks. Restore it with the parallelism that it"
                            + " had.");
        }
    }
}
