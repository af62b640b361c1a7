package io.blink.rocksdb;

import io.blink.core.error.BlinkException;
import io.blink.state.StateErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.Checkpoint;
import org.rocksdb.CompressionType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteBufferManager;
import org.rocksdb.WriteOptions;

/**
 * One database and all native memory that it holds: blocks, indexes, filters and unwritten entries share one cache of a fixed size. There is no log of writes, since checkpoints are what outlives a
 * process. Used on one thread at a time; {@link #close} frees the native objects, and nothing may be called after it.
 */
final class RocksDatabase implements AutoCloseable {
    private static final double FILTER_BITS = 10;
    private static final double INDEX_SHARE = 0.1;

    static {
        RocksDB.loadLibrary();
    }

    private final Path folder;
    private final Cache cache;
    private final WriteBufferManager writeBuffers;
    private final BloomFilter filter = new BloomFilter(FILTER_BITS);
    private final Options options;
    private final WriteOptions writeOptions = new WriteOptions().setDisableWAL(true);
    private final ReadOptions readOptions = new ReadOptions();
    private final RocksDB database;
    private WriteBatch batch = new WriteBatch();
    private boolean changed;

    /** Opens the database in a folder, or makes an empty one. @param memoryBytes of native memory, all in all */
    RocksDatabase(Path folder, long memoryBytes) {
        this.folder = folder;
        cache = new LRUCache(memoryBytes, -1, false, INDEX_SHARE);
        writeBuffers = new WriteBufferManager(memoryBytes / 2, cache);
        options = new Options()
                .setCreateIfMissing(true)
                .setWriteBufferManager(writeBuffers)
                .setWriteBufferSize(Math.max(memoryBytes / 4, 64 << 10))
                .setMaxOpenFiles(256)
                .setMaxBackgroundJobs(2)
                .setKeepLogFileNum(1)
                .setStatsDumpPeriodSec(0)
                .setAvoidFlushDuringShutdown(true)
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setTableFormatConfig(new BlockBasedTableConfig()
                        .setBlockCache(cache)
                        .setFilterPolicy(filter)
                        .setCacheIndexAndFilterBlocks(true)
                        .setCacheIndexAndFilterBlocksWithHighPriority(true)
                        .setPinL0FilterAndIndexBlocksInCache(true));
        try {
            Files.createDirectories(folder);
            database = RocksDB.open(options, folder.toString());
        } catch (RocksDBException | IOException e) {
            closeOptions();
            throw failed("be opened", e);
        }
    }

    private BlinkException failed(String what, Exception cause) {
        return new BlinkException(
                StateErrorCode.LOCAL_STATE,
                "The database of state in " + folder + " cannot " + what + ": " + cause.getMessage()
                        + ". Look at the disk's space and health; 'io.tmp.dirs' names the folder.",
                cause);
    }

    // ---- Reading

    /** The value of each key, {@code null} where there is none. */
    List<byte[]> get(List<byte[]> keys) {
        try {
            return database.multiGetAsList(readOptions, keys);
        } catch (RocksDBException e) {
            throw failed("be read", e);
        }
    }

    /** To be closed by the caller. */
    RocksIterator iterator() {
        return database.newIterator(readOptions);
    }

    /** After an iterator came to its end: whether it is the end. */
    void check(RocksIterator iterator) {
        try {
            iterator.status();
        } catch (RocksDBException e) {
            throw failed("be read", e);
        }
    }

    // ---- Writing: gathered until written

    void put(byte[] key, byte[] value) {
        try {
            batch.put(key, value);
        } catch (RocksDBException e) {
            throw failed("be written", e);
        }
    }

    void delete(byte[] key) {
        try {
            batch.delete(key);
        } catch (RocksDBException e) {
            throw failed("be written", e);
        }
    }

    /** Deletes all keys from one (included) to another (not included), at once. */
    void deleteRange(byte[] from, byte[] to) {
        try {
            batch.deleteRange(from, to);
        } catch (RocksDBException e) {
            throw failed("be written", e);
        }
        write();
    }

    void write() {
        if (batch.count() == 0) {
            return;
        }
        try {
            database.write(writeOptions, batch);
            batch.clear();
            changed = true;
        } catch (RocksDBException e) {
            throw failed("be written", e);
        }
    }

    /** Whether anything was written since this was asked last. */
    boolean takeChanged() {
        boolean taken = changed;
        changed = false;
        return taken;
    }

    /** Writes what is in memory to files, and links all files into a new folder. */
    void linkFiles(Path target) {
        try (Checkpoint checkpoint = Checkpoint.create(database)) {
            Files.createDirectories(target.getParent());
            checkpoint.createCheckpoint(target.toString());
        } catch (RocksDBException | IOException e) {
            throw failed("be linked to " + target, e);
        }
    }

    private void closeOptions() {
        batch.close();
        readOptions.close();
        writeOptions.close();
        options.close();
        filter.close();
        writeBuffers.close();
        cache.close();
    }

    @Override
    public void close() {
        database.close();
        closeOptions();
    }
}
