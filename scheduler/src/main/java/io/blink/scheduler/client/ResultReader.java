package io.blink.scheduler.client;

import io.blink.core.column.Batch;
import io.blink.core.error.BlinkException;
import io.blink.runtime.control.ProducerLocation;
import io.blink.runtime.control.ResultEdge;
import io.blink.runtime.control.TaskAttemptId;
import io.blink.runtime.exchange.BatchChannel;
import io.blink.runtime.exchange.Element;
import io.blink.runtime.exchange.LostProducerException;
import io.blink.runtime.exchange.PartitionOpener;
import io.blink.scheduler.cluster.JobRequests;
import io.blink.scheduler.job.ResultLocation;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Reads a result from the workers: a batch's producer after producer, a stream's as rows come. Starts again where it may when a producer is lost. */
final class ResultReader implements ResultStream {
    private static final long MOVED_CHECK_MILLIS = 50;

    private final String jobId;
    private final JobRequests master;
    private final PartitionOpener partitions;
    private final Semaphore signal = new Semaphore(0);
    private final Deque<BatchChannel> open = new ArrayDeque<>();
    private final Deque<ProducerLocation> toOpen = new ArrayDeque<>();
    private boolean blocking;
    private boolean located;
    private boolean anyRows;
    private boolean watching;
    private volatile boolean jobEnded;
    private boolean ended;

    ResultReader(String jobId, JobRequests master, PartitionOpener partitions) {
        this.jobId = jobId;
        this.master = master;
        this.partitions = partitions;
    }

    @Override
    public Batch next() throws InterruptedException {
        while (!ended) {
            if (!located) {
                locate();
            }
            try {
                Batch batch = poll();
                if (batch != null) {
                    anyRows = true;
                    return batch;
                }
                if (open.isEmpty() && toOpen.isEmpty()) {
                    ended = true;
                    master.resultRead(jobId);
                } else if (jobEnded) {
                    // Its workers know nothing of it any more: whoever asks them late gets no answer. The master tells
                    // why.
                    closeChannels();
                    located = false;
                } else if (!open.isEmpty()) {
                    signal.acquire();
                    signal.drainPermits();
                }
            } catch (BlinkException e) {
                startAgain(e);
            }
        }
        return null;
    }

    private void locate() throws InterruptedException {
        ResultLocation location = Answers.await(master.resultLocation(jobId));
        blocking = location.blocking();
        toOpen.addAll(location.producers());
        located = true;
        if (!blocking && !watching) {
            watching = true;
            master.ended(jobId).whenComplete((status, problem) -> {
                jobEnded = true;
                signal.release();
            });
        }
    }

    /** The next rows of any open channel; {@code null} if there are none now. */
    private Batch poll() {
        while (!toOpen.isEmpty() && (!blocking || open.isEmpty())) {
            BatchChannel channel = partitions.open(toOpen.remove(), ResultEdge.RESULT_EDGE, blocking, 0, 1);
            open.add(channel);
            channel.listener(signal::release);
        }
        for (int i = open.size(); i > 0; i--) {
            BatchChannel channel = open.remove();
            boolean more = true;
            while (more) {
                Element element = channel.poll();
                if (element instanceof Element.Rows rows) {
                    open.add(channel);
                    return rows.batch();
                }
                if (element instanceof Element.End) {
                    channel.close();
                    signal.release();
                    more = false;
                } else if (element == null) {
                    open.add(channel);
                    more = false;
                }
            }
        }
        return null;
    }

    /** A batch is made again if nothing of it was handed on; a stream goes on wherever its tasks run next. Otherwise the failure is the client's. */
    private void startAgain(BlinkException problem) throws InterruptedException {
        closeChannels();
        located = false;
        if (blocking && anyRows) {
            throw problem;
        }
        if (blocking && problem.getCause() instanceof LostProducerException lost) {
            TaskAttemptId producer = lost.partition().producer();
            Answers.await(master.resultUnavailable(jobId, producer));
        } else {
            // The master may not have seen yet that the stream's task is gone; asking too early only means asking
            // again.
            TimeUnit.MILLISECONDS.sleep(MOVED_CHECK_MILLIS);
        }
    }

    private void closeChannels() {
        open.forEach(BatchChannel::close);
        open.clear();
        toOpen.clear();
    }

    @Override
    public void close() {
        if (!ended) {
            ended = true;
            closeChannels();
            master.resultUnwanted(jobId);
        }
    }
}
