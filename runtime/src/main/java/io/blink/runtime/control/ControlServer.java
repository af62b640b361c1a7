package io.blink.runtime.control;

import io.blink.core.error.BlinkException;
import io.blink.runtime.RuntimeErrorCode;
import io.grpc.Context;
import io.grpc.Contexts;
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
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;

/** The master's port for its workers. A worker that does not prove the application's secret is refused before its first message. */
public final class ControlServer implements AutoCloseable {
    static final Metadata.Key<String> WORKER = Metadata.Key.of("blink-worker", Metadata.ASCII_STRING_MARSHALLER);
    static final Metadata.Key<String> PROOF = Metadata.Key.of("blink-proof", Metadata.ASCII_STRING_MARSHALLER);
    static final int MESSAGE_BYTES_MAX = 256 << 20;
    static final long KEEP_ALIVE_SECONDS = 10;
    private static final String PURPOSE = "control";
    private static final Context.Key<String> WORKER_ID = Context.key("blink-worker");

    private final Server server;

    /** @param port 0: any free one */
    public ControlServer(int port, ApplicationSecret secret, WorkerMessageHandler handler) {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(port))
                .addService(new Service(handler))
                .intercept(new Authentication(secret))
                .maxInboundMessageSize(MESSAGE_BYTES_MAX)
                .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
                .keepAliveTimeout(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
                .permitKeepAliveTime(KEEP_ALIVE_SECONDS / 2, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .build();
        try {
            server.start();
        } catch (IOException e) {
            throw new BlinkException(
                    RuntimeErrorCode.CONNECTION_FAILED,
                    "The control port " + port + " cannot be opened: " + e.getMessage(),
                    e);
        }
    }

    public int port() {
        return server.getPort();
    }

    static String proof(ApplicationSecret secret, String workerId) {
        return HexFormat.of().formatHex(secret.proof(PURPOSE, workerId.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void close() {
        server.shutdownNow();
        try {
            server.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private record Authentication(ApplicationSecret secret) implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            String workerId = headers.get(WORKER);
            if (workerId == null || !accepts(workerId, headers.get(PROOF))) {
                call.close(
                        Status.UNAUTHENTICATED.withDescription("the application's secret was not proved"),
                        new Metadata());
                return new ServerCall.Listener<>() {};
            }
            return Contexts.interceptCall(Context.current().withValue(WORKER_ID, workerId), call, headers, next);
        }

        private boolean accepts(String workerId, String proof) {
            try {
                return proof != null
                        && secret.accepts(
                                HexFormat.of().parseHex(proof), PURPOSE, workerId.getBytes(StandardCharsets.UTF_8));
            } catch (IllegalArgumentException e) {
                return false;
            }
        }
    }

    private static final class Service extends ControlGrpc.ControlImplBase {
        private final WorkerMessageHandler handler;

        private Service(WorkerMessageHandler handler) {
            this.handler = handler;
        }

        @Override
        public StreamObserver<WorkerMessage> connect(StreamObserver<MasterMessage> answers) {
            RemoteWorkerLink link =
                    new RemoteWorkerLink(WORKER_ID.get(), (ServerCallStreamObserver<MasterMessage>) answers, handler);
            handler.connected(link);
            return link;
        }
    }

    /** One connection. Messages of the worker come on gRPC's threads, one at a time. */
    private static final class RemoteWorkerLink implements WorkerLink, StreamObserver<WorkerMessage> {
        private final String workerId;
        private final OrderedSender<MasterMessage> sender;
        private final WorkerMessageHandler handler;
        private boolean disconnected;

        private RemoteWorkerLink(
                String workerId, ServerCallStreamObserver<MasterMessage> answers, WorkerMessageHandler handler) {
            this.workerId = workerId;
            this.handler = handler;
            this.sender = new OrderedSender<>(answers);
            answers.setOnCancelHandler(this::disconnect);
        }

        @Override
        public String workerId() {
            return workerId;
        }

        @Override
        public void send(MasterMessage message) {
            sender.send(message);
        }

        @Override
        public void close() {
            sender.close();
        }

        @Override
        public void onNext(WorkerMessage message) {
            handler.received(this, message);
        }

        @Override
        public void onError(Throwable error) {
            disconnect();
        }

        @Override
        public void onCompleted() {
            sender.close();
            disconnect();
        }

        private void disconnect() {
            synchronized (this) {
                if (disconnected) {
                    return;
                }
                disconnected = true;
            }
            handler.disconnected(this);
        }
    }
}
