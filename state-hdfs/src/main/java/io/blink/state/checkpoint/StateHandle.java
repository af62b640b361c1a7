package io.blink.state.checkpoint;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.blink.core.error.BlinkException;
import io.blink.core.plan.PlanJson;
import io.blink.state.StateErrorCode;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where the state of one operator of one task lies, as the job master keeps it in a checkpoint's metadata. As JSON it names each file once and each page in a row of numbers.
 *
 * @param subtask that wrote it, of {@code parallelism} tasks over {@code keyGroups} groups
 * @param files absolute paths; in a savepoint's metadata relative to its folder
 * @param tables whose pages these are
 * @param attributes small values of the operator's own
 * @param borrowed TRUE if the files are another's, who may delete them, otherwise {@code null}: whoever restores this writes all of it into files of its own
 */
public record StateHandle(
        int formatVersion,
        int subtask,
        int parallelism,
        int keyGroups,
        List<String> files,
        List<TableDescription> tables,
        List<PageLocation> pages,
        Map<String, Long> attributes,
        @JsonInclude(JsonInclude.Include.NON_NULL) Boolean borrowed) {
    public static final int FORMAT_VERSION = 1;

    public StateHandle {
        files = List.copyOf(files);
        tables = tables == null ? List.of() : List.copyOf(tables);
        pages = List.copyOf(pages);
        attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    }

    /**
     * One page.
     *
     * @param file index in {@link #files}
     * @param offset of the page's header
     * @param length of the content
     * @param checksum of the content, XXH64
     */
    public record PageLocation(
            int table,
            long namespace,
            long part,
            int sequence,
            int firstKeyGroup,
            int lastKeyGroup,
            int file,
            long offset,
            int length,
            long checksum) {
        public StatePage.PageName name() {
            return new StatePage.PageName(table, namespace, part, sequence);
        }

        public KeyGroups groups() {
            return new KeyGroups(firstKeyGroup, lastKeyGroup);
        }
    }

    /** The same state in copies of the files, in the same order. */
    public StateHandle inFiles(List<String> copies) {
        return new StateHandle(
                formatVersion, subtask, parallelism, keyGroups, copies, tables, pages, attributes, borrowed);
    }

    /** The same for one who does not own the files. */
    public StateHandle asBorrowed() {
        return new StateHandle(formatVersion, subtask, parallelism, keyGroups, files, tables, pages, attributes, true);
    }

    public KeyGroups ownedGroups() {
        return KeyGroups.of(subtask, parallelism, keyGroups);
    }

    public long stateBytes() {
        return pages.stream().mapToLong(PageLocation::length).sum();
    }

    public String toJson() {
        return PlanJson.write(this);
    }

    public static StateHandle fromJson(String json) {
        StateHandle handle;
        try {
            handle = PlanJson.read(json, StateHandle.class);
        } catch (BlinkException e) {
            throw new BlinkException(
                    StateErrorCode.CORRUPT_STATE, "A checkpoint's state handle cannot be read: " + e.getMessage(), e);
        }
        if (handle.formatVersion != FORMAT_VERSION) {
            throw new BlinkException(
                    StateErrorCode.STATE_MISMATCH,
                    "The state was written in format " + handle.formatVersion + "; this build reads " + FORMAT_VERSION
                            + ". Restore it with the version that wrote it.");
        }
        return handle;
    }
}
