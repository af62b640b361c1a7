package io.blink.scheduler.client;

import io.blink.core.plan.JobGraph;
import io.blink.core.plan.PlanJson;
import io.blink.runtime.exchange.PartitionOpener;
import io.blink.scheduler.cluster.Dispatcher;
import io.blink.scheduler.cluster.JobRequests;
import io.blink.scheduler.job.JobStatus;
import io.blink.scheduler.savepoint.SavepointRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

/** A client in the master's own process. Plans pass through their JSON here too, so that nothing works only because it was never written down. */
public final class InProcessJobClient implements JobClient {
    private final JobRequests master;
    private final PartitionOpener partitions;

    /** @param partitions how this process reads what workers hold */
    public InProcessJobClient(Dispatcher dispatcher, PartitionOpener partitions) {
        this.master = dispatcher.requests();
        this.partitions = partitions;
    }

    @Override
    public Optional<String> sharedFolder() {
        return Optional.of(System.getProperty("java.io.tmpdir"));
    }

    @Override
    public String submit(JobGraph graph) {
        return Answers.join(master.submit(JobIds.next(), PlanJson.readJobGraph(PlanJson.write(graph))));
    }

    @Override
    public JobStatus status(String jobId) {
        return Answers.join(master.status(jobId));
    }

    @Override
    public List<JobStatus> list() {
        return Answers.join(master.list());
    }

    @Override
    public void cancel(String jobId) {
        Answers.join(master.cancel(jobId));
    }

    @Override
    public String savepoint(String jobId, String parent) throws InterruptedException {
        return savepoint(jobId, new SavepointRequest(parent, SavepointNames.next(jobId), false, false));
    }

    @Override
    public String stop(String jobId, String parent, boolean drain) throws InterruptedException {
        return savepoint(jobId, new SavepointRequest(parent, SavepointNames.next(jobId), true, drain));
    }

    /** One whose name may have been chosen in another process. */
    public String savepoint(String jobId, SavepointRequest request) throws InterruptedException {
        return Answers.await(master.savepoint(jobId, request));
    }

    @Override
    public void disposeSavepoint(String directory) {
        Answers.join(master.disposeSavepoint(directory));
    }

    @Override
    public JobStatus await(String jobId) throws InterruptedException {
        return Answers.await(master.ended(jobId));
    }

    @Override
    public JobStatus await(String jobId, Duration most) throws InterruptedException {
        CompletableFuture<JobStatus> end = master.ended(jobId);
        try {
            return Answers.await(end, most);
        } catch (TimeoutException e) {
            end.cancel(false);
            return status(jobId);
        }
    }

    @Override
    public ResultStream results(String jobId) {
        return new ResultReader(jobId, master, partitions);
    }

    /** The dispatcher is its creator's. */
    @Override
    public void close() {}
}
