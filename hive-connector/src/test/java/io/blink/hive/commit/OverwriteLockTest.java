package io.blink.hive.commit;

import static io.blink.hive.HiveAssertions.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.blink.hive.HiveErrorCode;
import io.blink.hive.TestingHiveTable;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverwriteLockTest {
    private final CommitFiles files = new CommitFiles(TestingHiveTable.local());
    private final VirtualClock clock = new VirtualClock();

    @TempDir
    Path folder;

    @Test
    void oneHoldsItAtATimeAndMayAskTwice() {
        OverwriteLock first = lock("a");
        OverwriteLock second = lock("b");
        first.acquire();
        first.acquire();
        first.check();
        assertFails(HiveErrorCode.COMMIT_CONFLICT, "b", second::check);
        second.release();
        first.check();
        first.release();
        second.acquire();
        second.check();
    }

    @Test
    void nextMasterOfTheSameJobNeedNotWait() {
        lock("a").acquire();
        OverwriteLock successor = new OverwriteLock(files, new StagingFolder("file:" + folder, "a", 0), 2, clock);
        successor.acquire();
        successor.check();
        assertThat(clock.waited()).isZero();
    }

    @Test
    void overdueLockIsTakenOverAndItsHolderNoticesBeforeItChangesAnything() {
        OverwriteLock sleeper = lock("a");
        OverwriteLock second = lock("b");
        sleeper.acquire();
        second.acquire();
        assertThat(clock.waited()).isGreaterThan(OverwriteLock.LEASE.minusSeconds(1));
        second.check();
        assertFails(HiveErrorCode.COMMIT_CONFLICT, "nothing was changed", sleeper::check);
        sleeper.release();
        second.check();
    }

    private OverwriteLock lock(String job) {
        return new OverwriteLock(files, new StagingFolder("file:" + folder, job, 0), 1, clock);
    }
}
