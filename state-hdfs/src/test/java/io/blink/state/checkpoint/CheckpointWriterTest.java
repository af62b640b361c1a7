package io.blink.state.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.error.BlinkException;
import io.blink.core.spi.filesystem.LocalFileSystem;
import io.blink.state.StateErrorCode;
import io.blink.state.checkpoint.StateHandle.PageLocation;
import io.blink.state.checkpoint.StatePage.PageName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointWriterTest {
    @TempDir
    Path directory;

    private record TestPage(PageName name, byte[] content, KeyGroups groups) implements StatePage {
        @Override
        public Encoded encode() {
            return new Encoded(content, groups);
        }
    }

    private CheckpointWriter writer(int attempt) {
        return new CheckpointWriter(
                new LocalFileSystem(), directory.resolve("state").toString(), attempt, 0, 1, 128);
    }

    private static TestPage page(Random random, int number) {
        byte[] content = new byte[random.nextInt(3000)];
        random.nextBytes(content);
        int group = random.nextInt(128);
        return new TestPage(new PageName(number % 3, number / 7, number, 0), content, new KeyGroups(group, group));
    }

    private static Map<PageName, List<Byte>> contents(List<StatePage> pages) {
        Map<PageName, List<Byte>> contents = new HashMap<>();
        pages.forEach(page -> contents.put(page.name(), bytes(page.encode().bytes())));
        return contents;
    }

    private static List<Byte> bytes(byte[] content) {
        List<Byte> bytes = new ArrayList<>();
        for (byte one : content) {
            bytes.add(one);
        }
        return bytes;
    }

    private static Map<PageName, List<Byte>> read(StateHandle handle) {
        Map<PageName, List<Byte>> contents = new HashMap<>();
        try (CheckpointReader reader = new CheckpointReader(new LocalFileSystem())) {
            reader.read(handle, handle.pages(), (page, content) -> contents.put(page.name(), bytes(content)));
        }
        return contents;
    }

    @Test
    void everyKeptCheckpointReadsAsItWasThroughChangesMergesReleasesAndRestarts() throws Exception {
        for (int seed = 0; seed < 5; seed++) {
            Random random = new Random(seed);
            CheckpointWriter writer = writer(100 * seed + 1);
            List<StatePage> pages = new ArrayList<>();
            TreeMap<Long, StateHandle> kept = new TreeMap<>();
            Map<Long, Map<PageName, List<Byte>>> model = new HashMap<>();
            for (long id = 1; id <= 60; id++) {
                for (int i = random.nextInt(10); i > 0; i--) {
                    pages.add(page(random, (int) id * 100 + i));
                }
                for (int i = random.nextInt(12); i > 0 && !pages.isEmpty(); i--) {
                    pages.remove(random.nextInt(pages.size()));
                }
                StateHandle handle = StateHandle.fromJson(writer.write(id, List.of(), pages, Map.of("id", id))
                        .handle()
                        .toJson());
                kept.put(id, handle);
                model.put(id, contents(pages));
                while (kept.size() > 3) {
                    StateHandle dropped = kept.pollFirstEntry().getValue();
                    for (String file : needless(dropped, kept.values())) {
                        Files.delete(Path.of(file));
                    }
                }
                for (Map.Entry<Long, StateHandle> entry : kept.entrySet()) {
                    assertThat(read(entry.getValue())).as("seed " + seed).isEqualTo(model.get(entry.getKey()));
                    assertThat(entry.getValue().attributes()).containsEntry("id", entry.getKey());
                }
                assertSpace(handle, seed);
                if (random.nextInt(10) == 0) {
                    writer = restarted(pages, handle, (int) (100 * seed + id + 1));
                }
            }
        }
    }

    /** Files that are less than half in use are not named for long. */
    private static void assertSpace(StateHandle handle, int seed) throws Exception {
        long files = 0;
        for (String file : handle.files()) {
            files += Files.size(Path.of(file));
        }
        long live = handle.stateBytes() + 40L * handle.pages().size();
        assertThat(files)
                .as("seed " + seed)
                .isLessThanOrEqualTo(4 * live + 16L * handle.files().size() + 4000);
    }

    private CheckpointWriter restarted(List<StatePage> pages, StateHandle handle, int attempt) {
        CheckpointWriter writer = writer(attempt);
        for (StatePage page : pages) {
            for (PageLocation location : handle.pages()) {
                if (location.name().equals(page.name())) {
                    writer.restored(page, handle, location);
                }
            }
        }
        return writer;
    }

    @Test
    void unchangedPagesAreNotWrittenAgain() {
        CheckpointWriter writer = writer(1);
        List<StatePage> pages = List.of(page(new Random(1), 1), page(new Random(2), 2));
        CheckpointWriter.Written first = writer.write(1, List.of(), pages, Map.of());
        CheckpointWriter.Written second = writer.write(2, List.of(), pages, Map.of());
        assertThat(first.writtenBytes()).isPositive();
        assertThat(second.writtenBytes()).isZero();
        assertThat(second.handle().files()).isEqualTo(first.handle().files());
    }

    @Test
    void everyDamagedByteIsFound() throws Exception {
        List<StatePage> pages = List.of(new TestPage(new PageName(1, 2, 3, 4), new byte[50], new KeyGroups(0, 0)));
        StateHandle handle = writer(1).write(1, List.of(), pages, Map.of()).handle();
        Path file = Path.of(handle.files().get(0));
        byte[] bytes = Files.readAllBytes(file);
        for (int i = 0; i < bytes.length; i++) {
            if (i >= 8 && i < StateFileFormat.FILE_HEADER_BYTES) {
                continue; // the checkpoint's number, which nothing relies on
            }
            byte[] damaged = bytes.clone();
            damaged[i] ^= 4;
            Files.write(file, damaged);
            assertThatThrownBy(() -> read(handle))
                    .as("byte " + i)
                    .isInstanceOfSatisfying(
                            BlinkException.class, e -> assertThat(e.code()).isEqualTo(StateErrorCode.CORRUPT_STATE))
                    .hasMessageContaining(file.toString());
        }
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 1));
        assertThatThrownBy(() -> read(handle)).isInstanceOfSatisfying(BlinkException.class, e -> assertThat(e.code())
                .isEqualTo(StateErrorCode.STATE_FILE));
    }

    @Test
    void anOlderCheckpointIsRefused() {
        CheckpointWriter writer = writer(1);
        writer.write(5, List.of(), List.of(), Map.of());
        assertThatThrownBy(() -> writer.write(4, List.of(), List.of(), Map.of()))
                .hasMessageContaining("comes too late");
    }

    @Test
    void keyGroupsAreDealtOutAsExchangesDo() {
        for (int groups : new int[] {1, 7, 128}) {
            for (int parallelism = 1; parallelism <= Math.min(groups, 20); parallelism++) {
                for (int group = 0; group < groups; group++) {
                    int owner = (int) ((long) group * parallelism / groups);
                    for (int subtask = 0; subtask < parallelism; subtask++) {
                        assertThat(KeyGroups.of(subtask, parallelism, groups).contains(group))
                                .isEqualTo(subtask == owner);
                    }
                }
            }
        }
    }

    @Test
    void filesThatNoCheckpointNamesAreOrphansOnceALaterOneIsComplete() {
        CheckpointWriter writer = writer(1);
        List<StatePage> pages = new ArrayList<>(List.of(pageOf(1), pageOf(2), pageOf(3)));
        writer.write(1, List.of(), pages, Map.of());
        pages.replaceAll(page -> pageOf(4));
        StateHandle aborted = writer.write(2, List.of(), pages, Map.of()).handle();
        pages.set(1, pageOf(5));
        StateHandle kept = writer.write(3, List.of(), pages, Map.of()).handle();
        pages.set(0, pageOf(6));
        writer.write(4, List.of(), pages, Map.of());
        String folder = directory.resolve("state").toString();
        List<String> found = new ArrayList<>();
        for (String name : List.of("1-1.state", "1-2.state", "1-3.state", "1-4.state", "7-2.state", "notes.txt")) {
            found.add("file:" + folder + "/" + name);
        }
        assertThat(kept.files()).containsAll(aborted.files());
        assertThat(StateFiles.orphans(found, kept.files(), 3))
                .containsExactly("file:" + folder + "/1-1.state", "file:" + folder + "/7-2.state");
    }

    private static List<String> needless(StateHandle dropped, Collection<StateHandle> kept) {
        List<String> files = new ArrayList<>(dropped.files());
        kept.forEach(handle -> files.removeAll(handle.files()));
        return files;
    }

    private static TestPage pageOf(int number) {
        return new TestPage(new PageName(0, 0, number, 0), new byte[1000], new KeyGroups(0, 127));
    }
}
