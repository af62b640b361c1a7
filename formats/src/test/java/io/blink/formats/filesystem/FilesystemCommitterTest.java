package io.blink.formats.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.error.BlinkException;
import io.blink.core.plan.ExecutionMode;
import io.blink.core.plan.PlanJson;
import io.blink.core.spi.connector.Committable;
import io.blink.core.spi.connector.Committer;
import io.blink.core.spi.connector.CommitterContext;
import io.blink.core.spi.filesystem.LocalFileSystem;
import io.blink.formats.FileRolling;
import io.blink.formats.FormatErrorCode;
import io.blink.formats.MergePolicy;
import io.blink.formats.partition.CommitTrigger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may commit: masters of several terms around the files of one job. */
class FilesystemCommitterTest {
    private static final String JOB = "job";

    @TempDir
    Path table;

    @Test
    void replacedMasterCommitsAndCleansUpNothing() throws IOException {
        Committable first = staged("a");
        Committable second = staged("b");
        FilesystemCommitter paused = committer(1, false);
        FilesystemCommitter successor = committer(2, false);
        paused.commit(1, List.of(first));
        successor.commit(1, List.of(first));
        assertFenced(() -> paused.commit(2, List.of(second)), "term 2 has taken over");
        assertFenced(paused::cleanUp, "term 2 has taken over");
        assertThat(files()).containsExactly("a");
        successor.commit(2, List.of(second));
        successor.cleanUp();
        assertThat(files()).containsExactly("a", "b");
    }

    @Test
    void masterThatWakesAfterTheJobIsOverDeletesNothing() throws IOException {
        Files.writeString(table.resolve("old"), "old");
        List<Committable> written = List.of(staged("new"));
        FilesystemCommitter neverBegun = committer(1, true);
        FilesystemCommitter begun = committer(1, true);
        FilesystemCommitter successor = committer(2, true);
        begun.commit(Committer.FINAL_BATCH_CHECKPOINT, written);
        successor.commit(Committer.FINAL_BATCH_CHECKPOINT, written);
        successor.cleanUp();
        Files.writeString(table.resolve("later"), "of a later job");
        assertFenced(() -> neverBegun.commit(Committer.FINAL_BATCH_CHECKPOINT, written), "the job is over");
        assertFenced(() -> begun.commit(Committer.FINAL_BATCH_CHECKPOINT, written), "the job is over");
        assertThat(files()).containsExactly("later", "new");
    }

    @Test
    void successorFinishesAnOverwriteFromTheJournal() throws IOException {
        Files.writeString(table.resolve("old"), "old");
        List<Committable> written = List.of(staged("new"));
        committer(1, true).commit(Committer.FINAL_BATCH_CHECKPOINT, written);
        Files.writeString(table.resolve("later"), "of a later job");
        committer(2, true).commit(Committer.FINAL_BATCH_CHECKPOINT, written);
        assertThat(files()).containsExactly("later", "new");
    }

    private FilesystemCommitter committer(int term, boolean overwrite) {
        FilesystemTable described =
                new FilesystemTable("t", table.toString(), "csv", List.of(), List.of(), List.of(), Map.of());
        return new FilesystemCommitter(
                new SinkHandle(
                        described,
                        overwrite,
                        Map.of(),
                        new FileRolling(1 << 20, 1000),
                        CommitTrigger.AT_ONCE,
                        "",
                        SinkHandle.Role.WRITE,
                        MergePolicy.NONE),
                new CommitterContext(JOB, 1, term, ExecutionMode.STREAMING),
                new LocalFileSystem());
    }

    private Committable staged(String name) throws IOException {
        Path staging =
                Files.createDirectories(table.resolve(FilesystemWriter.STAGING).resolve(JOB));
        Path file = Files.writeString(staging.resolve(name), "rows");
        WrittenFile written =
                new WrittenFile(file.toString(), table.resolve(name).toString(), "", Files.size(file));
        return new Committable(PlanJson.write(written), 1);
    }

    private List<String> files() throws IOException {
        try (var children = Files.list(table)) {
            return children.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    private static void assertFenced(ThrowingCallable call, String reason) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(BlinkException.class, refused -> assertThat(refused.code())
                        .isEqualTo(FormatErrorCode.COMMIT_FENCED))
                .hasMessageContaining(reason);
    }
}
