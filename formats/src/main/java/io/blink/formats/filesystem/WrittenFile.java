package io.blink.formats.filesystem;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * A file that a writer has finished.
 *
 * @param staged where it lies
 * @param target where the commit moves it; its partition's folder included
 * @param merged staged files whose rows it has, to be deleted once it is in its place
 */
record WrittenFile(
        String staged,
        String target,
        String partition,
        long bytes,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> merged)
        implements Prepared {
    WrittenFile {
        merged = merged == null ? List.of() : List.copyOf(merged);
    }

    WrittenFile(String staged, String target, String partition, long bytes) {
        this(staged, target, partition, bytes, List.of());
    }
}
