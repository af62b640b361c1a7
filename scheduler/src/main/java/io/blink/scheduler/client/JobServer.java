package io.blink.scheduler.client;

import com.google.protobuf.ByteString;
import io.blink.core.column.Batch;
import io.blink.core.column.BatchFrame;
import io.blink.core.error.BlinkException;
import io.blink.core.plan.PlanJson;
import io.blink.runtime.exchange.PartitionOpener;
import io.blink.scheduler.SchedulerErrorCode;
import io.blink.scheduler.client.protocol.AwaitRequest;
import io.blink.scheduler.client.protocol.JobReply;
import io.blink.scheduler.client.protocol.JobRequest;
import io.blink.scheduler.client.protocol.JobsGrpc;
import io.blink.scheduler.client.protocol.ListReply;
import io.blink.scheduler.client.protocol.ListRequest;
import io.blink.scheduler.client.protocol.ResultRows;
import io.blink.scheduler.client.protocol.StatusReply;
import io.blink.scheduler.client.protocol.SubmitRequest;
import io.blink.scheduler.cluster.Dispatcher;
import io.blink.scheduler.job.JobStatus;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The master's port for its clients. Results are read from the workers here and passed on, one batch ahead of what the client has taken. */
public final class JobServer implements AutoCloseable {
    private static final int MESSAGE_BYTES_MAX = 256 << 20;

    private final Server server;

    /**
     * @param port 0: any free one
     * @param proofAccepted whether what a client sends proves that it knows the application's secret
     * @param partitions how this process reads what workers hold
     * @param resultThreads one is used by each result while it is read
     */
    public JobServer(
            InetSocketAddress address,
            Predicate<String> proofAccepted,
            Dispatcher dispatcher,
            PartitionOpener partitions,
            Executor resultThreads) {
        server = NettyServerBuilder.forAddress(address)
                .addService(new Service(dispatcher, partitions, resultThreads))
                .intercept(new Authentication(proofAccepted))
                .maxInboundMessageSize(MESSAGE_BYTES_MAX)
                .permitKeepAliveTime(5, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .build();
        try {
            server.start();
        } catch (IOException e) {
            throw new BlinkException(
                    SchedulerErrorCode.MASTER_NOT_REACHABLE,
                    "The port " + address + " for clients cannot be opened: " + e.getMessage(),
                    e);
        }
    }

    public int port() {
        return server.getPort();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    private record Authentication(Predicate<String> proofAccepted) implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            String proof = headers.get(JobFailures.PROOF);
            if (proof == null || !proofAccepted.test(proof)) {
                call.close(Status.UNAUTHENTICATED, new Metadata());
                return new ServerCall.Listener<>() {};
            }
            return next.startCall(call, headers);
        }
    }

    private static final class Service extends JobsGrpc.JobsImplBase {
        private final Dispatcher dispatcher;
        private final PartitionOpener partitions;
        private final Executor resultThreads;

        private Service(Dispatcher dispatcher, PartitionOpener partitions, Executor resultThreads) {
            this.dispatcher = dispatcher;
            this.partitions = partitions;
            this.resultThreads = resultThreads;
        }

        @Override
        public void submit(SubmitRequest request, StreamObserver<JobReply> answer) {
            try {
                reply(
                        dispatcher
                                .submit(request.getJobId(), PlanJson.readJobGraph(request.getJobGraphJson()))
                                .thenApply(Service::jobReply),
                        answer);
            } catch (BlinkException e) {
                answer.onError(JobFailures.toStatus(e));
            }
        }

        private static JobReply jobReply(String jobId) {
            return JobReply.newBuilder().setJobId(jobId).build();
        }

        @Override
        public void status(JobRequest request, StreamObserver<StatusReply> answer) {
            reply(dispatcher.status(request.getJobId()).thenApply(Service::statusReply), answer);
        }

        private static StatusReply statusReply(JobStatus status) {
            return StatusReply.newBuilder()
                    .setStatusJson(PlanJson.write(status))
                    .build();
        }

        @Override
        public void list(ListRequest request, StreamObserver<ListReply> answer) {
            reply(
                    dispatcher.list().thenApply(all -> ListReply.newBuilder()
                            .addAllStatusJson(all.stream().map(PlanJson::write).toList())
                            .build()),
                    answer);
        }

        @Override
        public void cancel(JobRequest request, StreamObserver<JobReply> answer) {
            reply(dispatcher.cancel(request.getJobId()).thenApply(done -> jobReply(request.getJobId())), answer);
        }

        @Override
        public void await(AwaitRequest request, StreamObserver<StatusReply> answer) {
            CompletableFuture<JobStatus> end = dispatcher
                    .ended(request.getJobId())
                    .completeOnTimeout(null, request.getWaitMillis(), TimeUnit.MILLISECONDS);
            reply(
                    end.thenCompose(status -> status == null
                                    ? dispatcher.status(request.getJobId())
                                    : CompletableFuture.completedFuture(status))
                            .thenApply(Service::statusReply),
                    answer);
        }

        private static <T> void reply(CompletableFuture<T> future, StreamObserver<T> answer) {
            future.whenComplete((value, problem) -> {
                if (problem == null) {
                    answer.onNext(value);
                    answer.onCompleted();
                } else {
                    answer.onError(JobFailures.toStatus(problem));
                }
            });
        }

        @Override
        public void results(JobRequest request, StreamObserver<ResultRows> answer) {
            ServerCallStreamObserver<ResultRows> observer = (ServerCallStreamObserver<ResultRows>) answer;
            Semaphore changed = new Semaphore(0);
            Thread[] reading = new Thread[1];
            observer.setOnReadyHandler(changed::release);
            observer.setOnCancelHandler(() -> {
                changed.release();
                synchronized (reading) {
                    if (reading[0] != null) {
                        reading[0].interrupt();
                    }
                }
            });
            resultThreads.execute(() -> {
                synchronized (reading) {
                    reading[0] = Thread.currentThread();
                }
                try (ResultStream rows = new ResultReader(request.getJobId(), dispatcher, partitions)) {
                    passOn(rows, observer, changed);
                } finally {
                    synchronized (reading) {
                        reading[0] = null;
                        // The interrupt of a cancellation ends here; the thread belongs to a pool.
                        Thread.interrupted();
                    }
                }
            });
        }

        private static void passOn(
                ResultStream rows, ServerCallStreamObserver<ResultRows> observer, Semaphore changed) {
            try {
                Batch batch = rows.next();
                while (batch != null) {
                    while (!observer.isReady() && !observer.isCancelled()) {
                        changed.acquire();
                    }
                    if (observer.isCancelled()) {
                        return;
                    }
                    observer.onNext(ResultRows.newBuilder()
                            .setFrame(ByteString.copyFrom(BatchFrame.encode(batch)))
                            .build());
                    batch = rows.next();
                }
                observer.onCompleted();
            } catch (BlinkException e) {
                observer.onError(JobFailures.toStatus(e));
            } catch (InterruptedException e) {
                observer.onError(Status.CANCELLED.asRuntimeException());
            }
        }
    }
}
