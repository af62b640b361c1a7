package io.blink.scheduler.remote;

import io.blink.core.error.BlinkException;
import io.blink.core.plan.PlanJson;
import io.blink.runtime.control.ApplicationSecret;
import io.blink.runtime.exchange.PartitionOpener;
import io.blink.scheduler.SchedulerErrorCode;
import io.blink.scheduler.client.InProcessJobClient;
import io.blink.scheduler.cluster.Dispatcher;
import io.blink.scheduler.job.JobStatus;
import io.blink.scheduler.savepoint.SavepointRequest;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The master's port for clients. */
public final class JobServer implements AutoCloseable {
    static final int MESSAGE_BYTES_MAX = 256 << 20;

    private final Server server;

    /**
     * @param port 0: any free one
     * @param threads for calls; they may block, each for as long as its call takes
     * @param onStop called when a client ends the cluster, with its reason
     */
    public JobServer(
            int port,
            ApplicationSecret secret,
            Dispatcher dispatcher,
            PartitionOpener partitions,
            Executor threads,
            Consumer<String> onStop) {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(port))
                .addService(new Service(dispatcher, partitions, threads, onStop))
                .intercept(ClientAuthentication.checking(secret))
                .executor(threads)
                .maxInboundMessageSize(MESSAGE_BYTES_MAX)
                .permitKeepAliveTime(5, TimeUnit.SECONDS)
                .build();
        try {
            server.start();
        } catch (IOException e) {
            throw new BlinkException(
                    SchedulerErrorCode.MASTER_NOT_REACHABLE,
                    "The port " + port + " for clients cannot be opened: " + e.getMessage(),
                    e);
        }
    }

    public int port() {
        return server.getPort();
    }

    @Override
    public void close() {
        server.shutdown();
        try {
            if (!server.awaitTermination(2, TimeUnit.SECONDS)) {
                server.shutdownNow();
            }
        } catch (InterruptedException e) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private static final class Service extends JobsGrpc.JobsImplBase {
        private final Dispatcher dispatcher;
        private final InProcessJobClient jobs;
        private final Executor threads;
        private final Consumer<String> onStop;

        Service(Dispatcher dispatcher, PartitionOpener partitions, Executor threads, Consumer<String> onStop) {
            this.dispatcher = dispatcher;
            this.jobs = new InProcessJobClient(dispatcher, partitions);
            this.threads = threads;
            this.onStop = onStop;
        }

        private static <A> void answer(StreamObserver<A> observer, Callable<A> work) {
            A answer;
            try {
                answer = work.call();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                observer.onError(RemoteFailures.toStatus(e));
                return;
            } catch (Exception e) {
                observer.onError(RemoteFailures.toStatus(e));
                return;
            }
            observer.onNext(answer);
            observer.onCompleted();
        }

        private static JobStatusMessage message(JobStatus status) {
            return JobStatusMessage.newBuilder().setJson(PlanJson.write(status)).build();
        }

        @Override
        public void submit(SubmitRequest request, StreamObserver<JobIdMessage> observer) {
            answer(observer, () -> {
                String id = dispatcher
                        .requests()
                        .submit(request.getJobId(), PlanJson.readJobGraph(request.getJobGraphJson()))
                        .get();
                return JobIdMessage.newBuilder().setJobId(id).build();
            });
        }

        @Override
        public void status(JobIdMessage request, StreamObserver<JobStatusMessage> observer) {
            answer(observer, () -> message(jobs.status(request.getJobId())));
        }

        @Override
        public void list(ListRequest request, StreamObserver<JobStatusList> observer) {
            answer(observer, () -> JobStatusList.newBuilder()
                    .addAllJobs(jobs.list().stream().map(Service::message).toList())
                    .build());
        }

        @Override
        public void cancel(JobIdMessage request, StreamObserver<Nothing> observer) {
            answer(observer, () -> {
                jobs.cancel(request.getJobId());
                return Nothing.getDefaultInstance();
            });
        }

        @Override
        public void savepoint(SavepointMessage request, StreamObserver<SavepointPlace> observer) {
            answer(observer, () -> {
                SavepointRequest wish = new SavepointRequest(
                        request.getParent(), request.getName(), request.getStop(), request.getDrain());
                return SavepointPlace.newBuilder()
                        .setDirectory(jobs.savepoint(request.getJobId(), wish))
                        .build();
            });
        }

        @Override
        public void disposeSavepoint(SavepointPlace request, StreamObserver<Nothing> observer) {
            answer(observer, () -> {
                jobs.disposeSavepoint(request.getDirectory());
                return Nothing.getDefaultInstance();
            });
        }

        @Override
        public void await(AwaitRequest request, StreamObserver<JobStatusMessage> observer) {
            String jobId = request.getJobId();
            long millis = request.getWaitMillis();
            answer(
                    observer,
                    () -> message(millis == 0 ? jobs.await(jobId) : jobs.await(jobId, Duration.ofMillis(millis))));
        }

        @Override
        public void publishJar(JarMessage request, StreamObserver<JarPlace> observer) {
            answer(observer, () -> {
                String path = request.getContent().isEmpty()
                        ? dispatcher.functionJars().find(request.getSha256()).orElse("")
                        : dispatcher
                                .functionJars()
                                .keep(request.getSha256(), request.getContent().toByteArray());
                return JarPlace.newBuilder().setPath(path).build();
            });
        }

        @Override
        public void stopCluster(StopClusterRequest request, StreamObserver<Nothing> observer) {
            answer(observer, Nothing::getDefaultInstance);
            onStop.accept(request.getReason());
        }

        @Override
        public void results(JobIdMessage request, StreamObserver<ResultFrame> observer) {
            ResultSending.start(
                    (ServerCallStreamObserver<ResultFrame>) observer, threads, () -> jobs.results(request.getJobId()));
        }
    }
}
