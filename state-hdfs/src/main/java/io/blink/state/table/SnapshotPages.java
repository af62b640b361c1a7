package io.blink.state.table;

import io.blink.core.spi.state.StateScope;
import io.blink.state.checkpoint.KeyGroups;
import io.blink.state.checkpoint.StatePage;
import io.blink.state.checkpoint.StatePage.PageName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The pages of snapshots: records, and which are dead. A page that says what it said in the last snapshot is the same object, so that it is not written again. On I/O threads, one at a time. */
final class SnapshotPages {
    private final KeyGroups ownedGroups;
    private Map<PageName, DeadLayers> dead = new HashMap<>();

    SnapshotPages(StateScope scope) {
        ownedGroups = KeyGroups.of(scope.subtask(), scope.parallelism(), scope.keyGroups());
    }

    /** For restoring: the layers of a group. @param group a name of its table's, see {@link RecordLog#deadName} */
    DeadLayers layers(PageName group) {
        return dead.computeIfAbsent(group, name -> new DeadLayers(name, ownedGroups));
    }

    /** The records of each table before its dead ones, which so lie together in files. */
    List<StatePage> of(List<LogCapture> captures, long version) {
        List<StatePage> pages = new ArrayList<>();
        Map<PageName, DeadLayers> still = new HashMap<>();
        for (LogCapture capture : captures) {
            List<StatePage> layers = new ArrayList<>();
            for (int first = 0; first < capture.count(); first += DeadRecordsPage.PAGES) {
                Map<RecordPage, DeadRecords> now = addGroup(capture, first, version, pages);
                if (!now.isEmpty()) {
                    PageName name = capture.log().deadName(first / DeadRecordsPage.PAGES);
                    DeadLayers group = layers(name);
                    group.say(now, version);
                    still.put(name, group);
                    layers.addAll(group.layers());
                }
            }
            pages.addAll(layers);
        }
        dead = still;
        return pages;
    }

    /** Adds the pages of records; returns those with dead ones, in their order. */
    private static Map<RecordPage, DeadRecords> addGroup(
            LogCapture capture, int first, long version, List<StatePage> pages) {
        Map<RecordPage, DeadRecords> withDead = new LinkedHashMap<>();
        for (int number = first; number < Math.min(capture.count(), first + DeadRecordsPage.PAGES); number++) {
            RecordPage page = capture.pages()[number];
            if (page != null) {
                pages.add(page);
                DeadRecords now = page.dead() == null ? null : page.dead().at(version);
                if (now != null) {
                    withDead.put(page, now);
                }
            }
        }
        return withDead;
    }
}
