package io.blink.state.table;

import io.blink.core.spi.state.StateScope;
import io.blink.state.checkpoint.KeyGroups;
import io.blink.state.checkpoint.StatePage;
import io.blink.state.checkpoint.StatePage.PageName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The pages of snapshots: records, and which are dead. A page that says what it said in the last snapshot is the same object, so that it is not written again. On I/O threads, one at a time. */
final class SnapshotPages {
    private final KeyGroups ownedGroups;
    private Map<PageName, DeadRecordsPage> lastDead = Map.of();

    SnapshotPages(StateScope scope) {
        ownedGroups = KeyGroups.of(scope.subtask(), scope.parallelism(), scope.keyGroups());
    }

    List<StatePage> of(List<LogCapture> captures, long version) {
        List<StatePage> pages = new ArrayList<>();
        Map<PageName, DeadRecordsPage> dead = new HashMap<>();
        for (LogCapture capture : captures) {
            for (int first = 0; first < capture.count(); first += DeadRecordsPage.PAGES) {
                addGroup(capture, first, version, pages, dead);
            }
        }
        lastDead = dead;
        return pages;
    }

    private void addGroup(
            LogCapture capture, int first, long version, List<StatePage> pages, Map<PageName, DeadRecordsPage> dead) {
        List<DeadRecordsPage.Entry> entries = new ArrayList<>();
        for (int number = first; number < Math.min(capture.count(), first + DeadRecordsPage.PAGES); number++) {
            RecordPage page = capture.pages()[number];
            if (page != null) {
                pages.add(page);
                DeadRecords now = page.dead() == null ? null : page.dead().at(version);
                if (now != null) {
                    entries.add(new DeadRecordsPage.Entry(page, now));
                }
            }
        }
        if (!entries.isEmpty()) {
            PageName name = capture.log().deadName(first / DeadRecordsPage.PAGES);
            DeadRecordsPage last = lastDead.get(name);
            DeadRecordsPage current =
                    last != null && last.says(entries) ? last : new DeadRecordsPage(name, entries, ownedGroups);
            dead.put(name, current);
            pages.add(current);
        }
    }
}
