package io.blink.hive.commit;

import io.blink.core.error.BlinkException;
import io.blink.core.plan.PlanJson;
import io.blink.hive.HiveErrorCode;
import java.util.List;

/**
 * The journal of a batch commit: all that it will do, in order. Old files go aside, new files come in, partitions are made known, old files are deleted.
 *
 * @param commit identity, also noted at partitions whose figures it changed: job, operator and checkpoint
 * @param folder the sink's staging folder
 */
record CommitIntent(
        int version,
        String commit,
        String folder,
        List<Move> oldFiles,
        List<Move> newFiles,
        List<PartitionChange> partitions) {
    static final int VERSION = 1;

    CommitIntent {
        oldFiles = List.copyOf(oldFiles);
        newFiles = List.copyOf(newFiles);
        partitions = List.copyOf(partitions);
    }

    /** @param bytes length of the file, by which its arrival is proved */
    record Move(String from, String to, long bytes) {}

    /**
     * What the commit does to one partition, or to the unpartitioned table.
     *
     * @param values empty for the unpartitioned table
     * @param known whether the metastore had it when the commit was planned
     * @param replaced whether its rows are those of this commit alone
     */
    record PartitionChange(
            List<String> values, String location, boolean known, boolean replaced, long rows, long bytes, long files) {
        PartitionChange {
            values = List.copyOf(values);
        }
    }

    String json() {
        return PlanJson.write(this);
    }

    static CommitIntent parse(String json, String path) {
        try {
            CommitIntent intent = PlanJson.read(json, CommitIntent.class);
            if (intent.version != VERSION) {
                throw corrupt(path, "has version " + intent.version + "; this build reads " + VERSION, null);
            }
            return intent;
        } catch (BlinkException e) {
            throw e.code() == HiveErrorCode.COMMIT_JOURNAL_CORRUPT ? e : corrupt(path, "cannot be read", e);
        }
    }

    private static BlinkException corrupt(String path, String what, BlinkException cause) {
        return new BlinkException(
                HiveErrorCode.COMMIT_JOURNAL_CORRUPT,
                "The commit journal " + path + " " + what
                        + "; the table may be between two states: compare the files it names with the"
                        + " table's folder, put them in place by hand and delete the journal",
                cause);
    }
}
