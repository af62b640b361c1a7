package io.blink.formats.watch;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.blink.core.plan.PlanJson;
import java.util.List;

/**
 * Where the enumeration of a growing table stands, as JSON in checkpoints.
 *
 * @param floor see {@link ReadMarks}; may be {@code null}
 * @param recent see {@link ReadMarks}
 * @param within the partition or file of which some splits were handed out; {@code null}: none
 * @param lastPath the file of the last such split
 * @param lastOffset where that split began
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record WatchPosition(ReadMark floor, List<ReadMark> recent, ReadMark within, String lastPath, long lastOffset) {
    WatchPosition {
        recent = List.copyOf(recent);
    }

    static WatchPosition parse(String json) {
        return PlanJson.read(json, WatchPosition.class);
    }

    String json() {
        return PlanJson.write(this);
    }

    /** Whether the part was handed out, of the partition that was being handed out. */
    boolean covers(FilePart part) {
        int paths = part.path().compareTo(lastPath);
        return paths < 0 || (paths == 0 && part.offset() <= lastOffset);
    }
}
