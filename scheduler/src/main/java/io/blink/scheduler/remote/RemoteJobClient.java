package io.blink.scheduler.remote;

import com.google.protobuf.UnsafeByteOperations;
import io.blink.core.column.Batch;
import io.blink.core.column.BatchFrame;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.plan.JobGraph;
import io.blink.core.plan.PlanJson;
import io.blink.runtime.control.ApplicationSecret;
import io.blink.scheduler.SchedulerErrorCode;
import io.blink.scheduler.client.JobClient;
import io.blink.scheduler.client.ResultStream;
import io.blink.scheduler.client.SavepointNames;
import io.blink.scheduler.job.JobStatus;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A client in a process of its own. A call that does not reach the master is made again, at wherever the master is by then, until that has failed for {@link #PATIENCE}: a new
 * master may be starting. One that stands still takes connections and answers nothing, so that every call is bounded in time, and those that may last begin with one that is.
 */
public final class RemoteJobClient implements JobClient {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    /** Of a user who has asked for the end: what is not settled by then is told. */
    private static final Duration WITHDRAWAL_PATIENCE = Duration.ofSeconds(20);

    private static final long RETRY_MILLIS = 500;
    private static final long JAR_BYTES_MAX = 200L << 20;
    /** For jars to come and folders to go. */
    private static final long FILES_SECONDS = 300;

    private static final long ANSWER_SECONDS = 20;
    /** An attempt that lasted longer had reached a master. */
    private static final long REACHED_NANOS = TimeUnit.SECONDS.toNanos(3 * ANSWER_SECONDS);

    private static final SecureRandom RANDOM = new SecureRandom();

    /** Where the master of now takes calls. May block; an error ends the call that asked. */
    @FunctionalInterface
    public interface MasterAddress {
        InetSocketAddress find();
    }

    private final MasterAddress address;
    private final ApplicationSecret secret;
    private final long answerSeconds;
    private ManagedChannel channel;
    private InetSocketAddress connectedTo;
    private boolean lost = true;

    public RemoteJobClient(MasterAddress address, ApplicationSecret secret) {
        this(address, secret, ANSWER_SECONDS);
    }

    /** @param answerSeconds that a master has for an answer which it can give at once */
    RemoteJobClient(MasterAddress address, ApplicationSecret secret, long answerSeconds) {
        this.address = address;
        this.secret = secret;
        this.answerSeconds = answerSeconds;
    }

    /** A master that answers is not looked for again: whoever knows where masters are may be away meanwhile. */
    private synchronized JobsGrpc.JobsBlockingStub stub() {
        if (!lost) {
            return JobsGrpc.newBlockingStub(channel);
        }
        InetSocketAddress found = address.find();
        if (!found.equals(connectedTo)) {
            closeChannel();
            channel = NettyChannelBuilder.forAddress(found.getHostString(), found.getPort())
                    .usePlaintext()
                    .intercept(ClientAuthentication.proving(secret))
                    .maxInboundMessageSize(JobServer.MESSAGE_BYTES_MAX)
                    .keepAliveTime(10, TimeUnit.SECONDS)
                    .build();
            connectedTo = found;
        }
        lost = false;
        return JobsGrpc.newBlockingStub(channel);
    }

    private synchronized void lose() {
        lost = true;
    }

    private <A> A call(Function<JobsGrpc.JobsBlockingStub, A> call) throws InterruptedException {
        return call(call, PATIENCE);
    }

    private <A> A call(Function<JobsGrpc.JobsBlockingStub, A> call, Duration patience) throws InterruptedException {
        long failingSince = 0;
        while (true) {
            long began = System.nanoTime();
            try {
                return call.apply(stub());
            } catch (StatusRuntimeException e) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                lose();
                if (!RemoteFailures.isUnavailable(e)) {
                    throw RemoteFailures.toException(e);
                }
                if (failingSince == 0 || System.nanoTime() - began > REACHED_NANOS) {
                    failingSince = System.nanoTime();
                }
                if (System.nanoTime() - failingSince > patience.toNanos()) {
                    throw new BlinkException(
                            SchedulerErrorCode.MASTER_NOT_REACHABLE,
                            "The master at " + connectedTo + " has not answered for " + patience.toSeconds() + " s: "
                                    + e.getStatus().getDescription(),
                            e);
                }
                TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
            } catch (BlinkException e) {
                // What the interrupt broke was the question where the master is.
                if (Thread.interrupted()) {
                    throw (InterruptedException) new InterruptedException().initCause(e);
                }
                throw e;
            }
        }
    }

    private JobsGrpc.JobsBlockingStub atOnce(JobsGrpc.JobsBlockingStub stub) {
        return stub.withDeadlineAfter(answerSeconds, TimeUnit.SECONDS);
    }

    private <A> A callNow(Function<JobsGrpc.JobsBlockingStub, A> call) {
        try {
            return call(call);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BlinkException(CoreErrorCode.CANCELED, "The call was interrupted.", e);
        }
    }

    /** Sent once: a master that has it says so before. */
    @Override
    public String publish(String sha256, Path jar) {
        JarMessage question = JarMessage.newBuilder().setSha256(sha256).build();
        String known = callNow(stub -> atOnce(stub).publishJar(question)).getPath();
        if (!known.isEmpty()) {
            return known;
        }
        try {
            if (Files.size(jar) > JAR_BYTES_MAX) {
                throw new BlinkException(
                        CoreErrorCode.NOT_SUPPORTED,
                        "The jar " + jar.getFileName() + " has " + Files.size(jar)
                                + " bytes; functions may have jars of " + JAR_BYTES_MAX
                                + " bytes. Split it, or leave out what the function does not need.");
            }
            JarMessage message = question.toBuilder()
                    .setContent(UnsafeByteOperations.unsafeWrap(Files.readAllBytes(jar)))
                    .build();
            return callNow(stub -> stub.withDeadlineAfter(FILES_SECONDS, TimeUnit.SECONDS)
                            .publishJar(message))
                    .getPath();
        } catch (IOException e) {
            throw new BlinkException(CoreErrorCode.FILE_SYSTEM, "The jar " + jar + " cannot be read: " + e, e);
        }
    }

    @Override
    public String submit(JobGraph graph) {
        // The id is chosen here, so that a submission whose answer was lost can be repeated.
        SubmitRequest request = SubmitRequest.newBuilder()
                .setJobId(String.format("%016x", RANDOM.nextLong()))
                .setJobGraphJson(PlanJson.write(graph))
                .build();
        try {
            return call(stub -> atOnce(stub).submit(request)).getJobId();
        } catch (InterruptedException e) {
            BlinkException canceled = withdrawn(request, e);
            Thread.currentThread().interrupt();
            throw canceled;
        }
    }

    /** Whether the master has the job, or will have it once the call on its way arrives, is settled by handing it over again; then there is something to cancel. */
    private BlinkException withdrawn(SubmitRequest request, InterruptedException interrupt) {
        String jobId = request.getJobId();
        try {
            call(stub -> atOnce(stub).submit(request), WITHDRAWAL_PATIENCE);
            call(stub -> atOnce(stub).cancel(id(jobId)), WITHDRAWAL_PATIENCE);
            return new BlinkException(CoreErrorCode.CANCELED, "Job " + jobId + " was cancelled.", interrupt);
        } catch (InterruptedException | BlinkException e) {
            interrupt.addSuppressed(e);
            return new BlinkException(
                    CoreErrorCode.CANCELED,
                    "Job " + jobId + " was being handed over and may run; 'blink cancel " + jobId
                            + "' ends it. The master could not be told: " + e.getMessage(),
                    interrupt);
        }
    }

    private static JobIdMessage id(String jobId) {
        return JobIdMessage.newBuilder().setJobId(jobId).build();
    }

    private static JobStatus read(JobStatusMessage message) {
        return PlanJson.read(message.getJson(), JobStatus.class);
    }

    @Override
    public JobStatus status(String jobId) {
        return read(callNow(stub -> atOnce(stub).status(id(jobId))));
    }

    @Override
    public List<JobStatus> list() {
        return callNow(stub -> atOnce(stub).list(ListRequest.getDefaultInstance())).getJobsList().stream()
                .map(RemoteJobClient::read)
                .toList();
    }

    @Override
    public void cancel(String jobId) {
        callNow(stub -> atOnce(stub).cancel(id(jobId)));
    }

    @Override
    public String savepoint(String jobId, String parent) throws InterruptedException {
        return savepoint(SavepointMessage.newBuilder()
                .setJobId(jobId)
                .setParent(parent)
                .setName(SavepointNames.next(jobId))
                .build());
    }

    @Override
    public String stop(String jobId, String parent, boolean drain) throws InterruptedException {
        return savepoint(SavepointMessage.newBuilder()
                .setJobId(jobId)
                .setParent(parent)
                .setName(SavepointNames.next(jobId))
                .setStop(true)
                .setDrain(drain)
                .build());
    }

    private String savepoint(SavepointMessage message) throws InterruptedException {
        return call(stub -> {
                    atOnce(stub).status(id(message.getJobId()));
                    return stub.savepoint(message);
                })
                .getDirectory();
    }

    @Override
    public void disposeSavepoint(String directory) {
        SavepointPlace place =
                SavepointPlace.newBuilder().setDirectory(directory).build();
        callNow(stub -> stub.withDeadlineAfter(FILES_SECONDS, TimeUnit.SECONDS).disposeSavepoint(place));
    }

    @Override
    public JobStatus await(String jobId) throws InterruptedException {
        return read(call(stub -> {
            atOnce(stub).status(id(jobId));
            return stub.await(AwaitRequest.newBuilder().setJobId(jobId).build());
        }));
    }

    @Override
    public JobStatus await(String jobId, Duration most) throws InterruptedException {
        AwaitRequest request = AwaitRequest.newBuilder()
                .setJobId(jobId)
                .setWaitMillis(Math.max(1, most.toMillis()))
                .build();
        long seconds = answerSeconds + most.toSeconds();
        return read(
                call(stub -> stub.withDeadlineAfter(seconds, TimeUnit.SECONDS).await(request)));
    }

    /** Ends the cluster and its jobs. */
    public void stopCluster(String reason) {
        callNow(stub -> atOnce(stub)
                .stopCluster(StopClusterRequest.newBuilder().setReason(reason).build()));
    }

    @Override
    public ResultStream results(String jobId) {
        return new Results(jobId);
    }

    private synchronized void closeChannel() {
        if (channel != null) {
            channel.shutdownNow();
        }
    }

    @Override
    public void close() {
        closeChannel();
    }

    /** Rows as they come. A master that is lost before the first row is asked again; afterwards the loss is the client's to know. */
    private final class Results implements ResultStream {
        private final String jobId;
        private final Context.CancellableContext context = Context.ROOT.withCancellation();
        private Iterator<ResultFrame> frames;
        private boolean anyRows;

        Results(String jobId) {
            this.jobId = jobId;
        }

        @Override
        public Batch next() throws InterruptedException {
            while (true) {
                try {
                    if (frames == null) {
                        frames = context.call(() -> RemoteJobClient.this.call(stub -> {
                            atOnce(stub).status(id(jobId));
                            return stub.results(id(jobId));
                        }));
                    }
                    if (!frames.hasNext()) {
                        return null;
                    }
                    byte[] frame = frames.next().getFrame().toByteArray();
                    anyRows = true;
                    return BatchFrame.decode(frame, 0, frame.length);
                } catch (StatusRuntimeException e) {
                    if (Thread.interrupted()) {
                        throw new InterruptedException();
                    }
                    if (anyRows || !RemoteFailures.isUnavailable(e)) {
                        throw RemoteFailures.toException(e);
                    }
                    lose();
                    frames = null;
                    TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
                } catch (InterruptedException | BlinkException e) {
                    throw e;
                } catch (Exception e) {
                    throw new BlinkException(CoreErrorCode.INTERNAL, "The result cannot be read: " + e, e);
                }
            }
        }

        @Override
        public void close() {
            context.cancel(null);
        }
    }
}
