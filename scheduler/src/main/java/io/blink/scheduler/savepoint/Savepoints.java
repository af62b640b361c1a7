package io.blink.scheduler.savepoint;

import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.scheduler.SchedulerErrorCode;
import io.blink.scheduler.SchedulerOptions;
import io.blink.scheduler.actor.BackgroundWork;
import io.blink.scheduler.checkpoint.CheckpointMetadata;
import io.blink.scheduler.store.SavepointStore;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The savepoints that clients of one stream have asked for, taken one after the other. Each is a checkpoint like any other; once what it lists is committed its files are copied
 * into a folder of its own, so that nothing written before a savepoint that stands is still to be committed. In turns.
 */
public final class Savepoints {
    private static final Logger LOG = LoggerFactory.getLogger(Savepoints.class);
    private static final int WAITING_MAX = 16;
    private static final int DONE_REMEMBERED = 16;

    /** Whom it tells. */
    public interface Listener {
        /** One waits to be taken. */
        void savepointWanted();

        /** It stands, and its answers are given. */
        void savepointStands(long checkpointId, SavepointRequest request, String directory);

        /** Its checkpoint is complete, but the savepoint does not come to stand. */
        void savepointNotKept(long checkpointId, SavepointRequest request, BlinkException problem);
    }

    private record Asked(SavepointRequest request, String directory, List<CompletableFuture<String>> answers) {}

    private final String jobId;
    private final Configuration settings;
    private final SavepointStore store;
    private final BackgroundWork background;
    private final Listener listener;
    private final Deque<Asked> waiting = new ArrayDeque<>();
    private final Map<String, String> done = new LinkedHashMap<>();
    private Asked current;
    private long checkpointId;
    private CheckpointMetadata taken;
    private String latest = "";

    public Savepoints(
            String jobId, Configuration settings, SavepointStore store, BackgroundWork background, Listener listener) {
        this.jobId = jobId;
        this.settings = settings;
        this.store = store;
        this.background = background;
        this.listener = listener;
    }

    /** Completes {@code answer} with the folder once the savepoint stands. A request of the same name is the same savepoint. */
    public void request(SavepointRequest request, CompletableFuture<String> answer) {
        if (done.containsKey(request.name())) {
            answer.complete(done.get(request.name()));
            return;
        }
        Optional<Asked> known = Stream.concat(Stream.ofNullable(current), waiting.stream())
                .filter(asked -> asked.request().name().equals(request.name()))
                .findFirst();
        if (known.isPresent()) {
            known.get().answers().add(answer);
        } else if (waiting.size() >= WAITING_MAX) {
            answer.completeExceptionally(failed("as many as " + WAITING_MAX + " others wait to be taken", null));
        } else {
            waiting.add(new Asked(request, parent(request) + "/" + request.name(), new ArrayList<>(List.of(answer))));
            listener.savepointWanted();
        }
    }

    private String parent(SavepointRequest request) {
        if (!request.parent().isEmpty()) {
            return SavepointStore.folder(request.parent());
        }
        return settings.optional(SchedulerOptions.SAVEPOINT_DIRECTORY)
                .map(SavepointStore::folder)
                .orElseThrow(() -> failed(
                        "it is not said where; name a folder, or set '" + SchedulerOptions.SAVEPOINT_DIRECTORY.key()
                                + "' for the job",
                        null));
    }

    private BlinkException failed(String reason, Exception cause) {
        return new BlinkException(
                SchedulerErrorCode.SAVEPOINT_FAILED, "No savepoint of job " + jobId + " was taken: " + reason, cause);
    }

    /** Whether one waits and none is on its way. */
    public boolean wanted() {
        return current == null && !waiting.isEmpty();
    }

    /** Takes the next with the checkpoint of that id. */
    public SavepointRequest begin(long id) {
        current = waiting.remove();
        checkpointId = id;
        return current.request();
    }

    /** Whether that checkpoint is taken for a savepoint. */
    public boolean takes(long id) {
        return current != null && checkpointId == id;
    }

    /** The checkpoint that is being copied: none of its files may go. */
    public Optional<Long> copied() {
        return taken == null ? Optional.empty() : Optional.of(checkpointId);
    }

    /** Whether the job is about to end with a savepoint whose checkpoint is complete: nothing that came later may be committed. */
    public boolean concluding() {
        return taken != null && current.request().stop();
    }

    /** Its checkpoint will not complete. */
    public void givenUp(long id, String reason) {
        if (takes(id)) {
            answer(failed(reason, null));
        }
    }

    /** Its checkpoint will not complete, for a reason that lies in the moment: it is taken with the next one. */
    public void takeAgain(long id) {
        if (takes(id)) {
            waiting.addFirst(current);
            clear();
        }
    }

    /** Its checkpoint is complete. */
    public void completed(CheckpointMetadata checkpoint) {
        if (takes(checkpoint.checkpointId())) {
            taken = checkpoint;
        }
    }

    /** What the checkpoint lists is visible. */
    public void committed(long id) {
        if (taken != null && checkpointId == id) {
            Asked asked = current;
            SavepointCopy.start(
                    taken,
                    asked.directory(),
                    store,
                    background,
                    () -> stands(asked),
                    problem -> notCopied(asked, problem));
        }
    }

    private void stands(Asked asked) {
        if (current != asked) {
            return;
        }
        LOG.info("Savepoint {} of job {} stands", asked.directory(), jobId);
        long id = checkpointId;
        latest = asked.directory();
        done.put(asked.request().name(), latest);
        if (done.size() > DONE_REMEMBERED) {
            done.remove(done.keySet().iterator().next());
        }
        clear();
        listener.savepointStands(id, asked.request(), asked.directory());
        asked.answers().forEach(answer -> answer.complete(asked.directory()));
    }

    private void notCopied(Asked asked, Exception problem) {
        background.run(
                () -> {
                    store.deleteDraft(asked.directory());
                    return true;
                },
                deleted -> {},
                left -> LOG.warn("What was written of {} stays: {}", asked.directory(), left.toString()));
        if (current == asked) {
            long id = checkpointId;
            BlinkException failure = failed(asked.directory() + " cannot be written: " + problem.getMessage(), problem);
            answer(failure);
            listener.savepointNotKept(id, asked.request(), failure);
        }
    }

    private void answer(BlinkException failure) {
        LOG.warn("{}", failure.getMessage());
        List<CompletableFuture<String>> answers = current.answers();
        clear();
        answers.forEach(answer -> answer.completeExceptionally(failure));
    }

    private void clear() {
        current = null;
        taken = null;
    }

    /** Nothing is taken any more. */
    public void end(BlinkException reason) {
        List<Asked> open = new ArrayList<>(waiting);
        waiting.clear();
        if (current != null) {
            open.add(current);
            clear();
        }
        open.forEach(asked -> asked.answers().forEach(answer -> answer.completeExceptionally(reason)));
    }

    /** The folder of the latest that stands, or empty. */
    public String latest() {
        return latest;
    }

    public void latest(String directory) {
        latest = directory;
    }
}
