package io.blink.scheduler.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.plan.ExecutionMode;
import io.blink.core.plan.JobGraph;
import io.blink.core.spi.connector.Committable;
import io.blink.core.spi.connector.Split;
import io.blink.core.spi.filesystem.LocalFileSystem;
import io.blink.scheduler.SchedulerErrorCode;
import io.blink.scheduler.checkpoint.CheckpointMetadata;
import io.blink.scheduler.checkpoint.CheckpointMetadata.OperatorStateRecord;
import io.blink.scheduler.checkpoint.CheckpointMetadata.SplitPosition;
import io.blink.scheduler.checkpoint.CheckpointMetadata.TaskState;
import io.blink.scheduler.checkpoint.CheckpointMetadata.VertexState;
import io.blink.scheduler.split.ScanState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MasterStoreTest {
    @TempDir
    private Path directory;

    private static final JobGraph GRAPH = new JobGraph(
            JobGraph.FORMAT_VERSION,
            "copy",
            ExecutionMode.STREAMING,
            List.of(),
            List.of(),
            List.of(),
            Configuration.empty(),
            0,
            "UTC",
            128);

    private MasterStore master(int term) {
        return new MasterStore(new LocalFileSystem(), directory.toString(), term);
    }

    @Test
    void aNewMasterFindsWhatTheOldOneWroteAndShutsItOut() throws IOException {
        JobStore old = master(1).job("j");
        old.writeJob(new JobRecord("j", 17, GRAPH));
        old.writeCheckpoint(checkpoint(4));

        RecoveredJob found = master(2).takeOver().jobs().get(0);

        assertThat(found.job().graph()).isEqualTo(GRAPH);
        assertThat(found.checkpoints()).containsExactly(checkpoint(4));
        assertThatThrownBy(() -> old.writeCheckpoint(checkpoint(5))).satisfies(MasterStoreTest::superseded);
        assertThatThrownBy(() -> master(1).job("k").writeJob(new JobRecord("k", 18, GRAPH)))
                .satisfies(MasterStoreTest::superseded);
        assertThat(master(3).takeOver().jobs()).hasSize(1);
    }

    @Test
    void theOldMasterStaysShutOutWhenTheJobIsGone() throws IOException {
        JobStore old = master(1).job("j");
        old.writeJob(new JobRecord("j", 17, GRAPH));
        MasterStore successor = master(2);
        successor.takeOver();
        successor.job("j").delete();
        assertThatThrownBy(() -> old.writeEnd(new EndRecord("FINISHED", 1, null, null)))
                .satisfies(MasterStoreTest::superseded);
    }

    private static void superseded(Throwable problem) {
        assertThat(((BlinkException) problem).code()).isEqualTo(SchedulerErrorCode.TERM_SUPERSEDED);
    }

    @Test
    void aRepeatedPublicationOfTheSameIsNoError() throws IOException {
        JobStore store = master(1).job("j");
        store.writeCheckpoint(checkpoint(4));
        store.writeCheckpoint(checkpoint(4));
        assertThatThrownBy(() -> store.writeCheckpoint(
                        new CheckpointMetadata("j", 4, 0, 1, 0, 0, GRAPH, List.of(), List.of(), Map.of())))
                .hasMessageContaining("checkpoint-4");
    }

    @Test
    void aDamagedFileIsNamedAndSpoilsOnlyItsJob() throws IOException {
        master(1).job("bad").writeJob(new JobRecord("bad", 17, GRAPH));
        master(1).job("good").writeJob(new JobRecord("good", 17, GRAPH));
        Path file = directory.resolve("bad/1/job");
        byte[] content = Files.readAllBytes(file);
        content[content.length - 5] ^= 1;
        Files.write(file, content);

        MasterStore.TakenOver found = master(2).takeOver();

        assertThat(found.jobs()).extracting(job -> job.job().jobId()).containsExactly("good");
        assertThat(found.unreadable().get("bad"))
                .hasMessageContaining("bad/1/job")
                .hasMessageContaining("checksum");
    }

    /** The golden file of version 1 of the checkpoint's form. */
    @Test
    void checkpointsOfVersionOneAreReadBack() {
        byte[] golden = GOLDEN.getBytes(StandardCharsets.UTF_8);
        assertThat(new String(SealedJson.write("checkpoint", 1, checkpoint(4)), StandardCharsets.UTF_8))
                .isEqualTo(GOLDEN);
        assertThat(SealedJson.read("file", golden, "checkpoint", 1, CheckpointMetadata.class))
                .isEqualTo(checkpoint(4));
    }

    private static CheckpointMetadata checkpoint(long id) {
        Split split = new Split("s1", "{}", 10, List.of("h"));
        OperatorStateRecord scan =
                new OperatorStateRecord(7, "scan", "", List.of(new SplitPosition(split, "3")), Long.MIN_VALUE);
        return new CheckpointMetadata(
                "j",
                id,
                id - 1,
                1,
                1000,
                5,
                GRAPH,
                List.of(new VertexState(1, 2, List.of(new TaskState(0, List.of(scan), List.of())))),
                List.of(new ScanState(7, true, List.of(split), List.of(), null)),
                Map.of(9, List.of(new Committable("file", 12))));
    }

    private static final String GOLDEN = "blink-checkpoint 1 687 4f1d28569639a0f5\n"
            + "{\"jobId\":\"j\",\"checkpointId\":4,\"previous\":3,\"term\":1,\"timestampMillis\":1000,\"stateBytes\":5,\"graph\":{\""
            + "formatVersion\":1,\"name\":\"copy\",\"mode\":\"STREAMING\",\"vertices\":[],\"edges\":[],\"resultFields\":[],\"settin"
            + "gs\":{},\"statementStartMicros\":0,\"timeZone\":\"UTC\",\"keyGroups\":128},\"vertices\":[{\"vertexId\":1,\"paralle"
            + "lism\":2,\"tasks\":[{\"subtask\":0,\"operators\":[{\"operatorId\":7,\"stateId\":\"scan\",\"keyedState\":\"\",\"splits\""
            + ":[{\"split\":{\"id\":\"s1\",\"json\":\"{}\",\"bytes\":10,\"hosts\":[\"h\"]},\"position\":\"3\"}],\"watermarkMicros\":-9223"
            + "372036854775808}]}]}],\"scans\":[{\"operatorId\":7,\"enumerated\":true,\"pending\":[{\"id\":\"s1\",\"json\":\"{}\",\""
            + "bytes\":10,\"hosts\":[\"h\"]}],\"seen\":[]}],\"committables\":{\"9\":[{\"json\":\"file\",\"rows\":12}]}}";
}
