package io.blink.runtime.control;

import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.MetadataUtils;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker's connection to its master, made again after each break: after 0.1 s, doubling up to 1 s, so that a successor finds its workers soon, and after a minute without
 * a message up to 5 s. Where the master is, is asked before each attempt, since a successor lives elsewhere. A master that takes
 * the connection and says nothing, because it stands still, is given up after a while.
 */
public final class ControlClient implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlClient.class);
    private static final long BACKOFF_MILLIS_MIN = 100;
    private static final long BACKOFF_MILLIS_SOON = 1_000;
    private static final long BACKOFF_MILLIS_MAX = 5_000;
    private static final long SOON_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final long ANSWER_MILLIS = 10_000;

    /** Where the master of now is. May block; called on the client's thread. */
    @FunctionalInterface
    public interface MasterAddress {
        InetSocketAddress find() throws Exception;
    }

    private final MasterAddress address;
    private final ApplicationSecret secret;
    private final String workerId;
    private final MasterMessageHandler worker;
    private final long answerMillis;
    private final ScheduledExecutorService thread;
    private ManagedChannel channel;
    private InetSocketAddress connectedTo;
    private volatile long backoffMillis = BACKOFF_MILLIS_MIN;
    private volatile long lastMessageNanos = System.nanoTime();
    private volatile boolean closed;

    public ControlClient(
            MasterAddress address, ApplicationSecret secret, String workerId, MasterMessageHandler worker) {
        this(address, secret, workerId, worker, ANSWER_MILLIS);
    }

    /** @param answerMillis that a master has to take a connection */
    ControlClient(
            MasterAddress address,
            ApplicationSecret secret,
            String workerId,
            MasterMessageHandler worker,
            long answerMillis) {
        this.answerMillis = answerMillis;
        this.address = address;
        this.secret = secret;
        this.workerId = workerId;
        this.worker = worker;
        this.thread = Executors.newSingleThreadScheduledExecutor(runnable -> {
            Thread created = new Thread(runnable, "master-connection-" + workerId);
            created.setDaemon(true);
            return created;
        });
    }

    /** Begins to connect. */
    public void start() {
        thread.execute(this::connect);
    }

    private void connect() {
        if (closed) {
            return;
        }
        try {
            InetSocketAddress found = address.find();
            if (!found.equals(connectedTo)) {
                closeChannel();
                channel = NettyChannelBuilder.forAddress(found.getHostString(), found.getPort())
                        .usePlaintext()
                        .maxInboundMessageSize(ControlServer.MESSAGE_BYTES_MAX)
                        .keepAliveTime(ControlServer.KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
                        .keepAliveTimeout(ControlServer.KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
                        .build();
                connectedTo = found;
            }
            channel.resetConnectBackoff();
            Metadata headers = new Metadata();
            headers.put(ControlServer.WORKER, workerId);
            headers.put(ControlServer.PROOF, ControlServer.proof(secret, workerId));
            Connection connection = new Connection();
            ControlGrpc.newStub(channel)
                    .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                    .connect(connection);
            thread.schedule(connection::giveUpUnlessTaken, answerMillis, TimeUnit.MILLISECONDS);
        } catch (Exception e) {
            LOG.info("The master cannot be found: {}", e.toString());
            reconnectLater();
        }
    }

    private void reconnectLater() {
        long delay = backoffMillis;
        boolean soon = System.nanoTime() - lastMessageNanos < SOON_NANOS;
        backoffMillis = Math.min(soon ? BACKOFF_MILLIS_SOON : BACKOFF_MILLIS_MAX, delay * 2);
        try {
            thread.schedule(this::connect, delay, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("The worker ends; its master is not looked for any more");
        }
    }

    private void closeChannel() {
        if (channel != null) {
            channel.shutdownNow();
            channel = null;
            connectedTo = null;
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            thread.execute(this::closeChannel);
            thread.shutdown();
        }
    }

    /** One connection; its calls come on gRPC's threads, one at a time. */
    private final class Connection implements ClientResponseObserver<WorkerMessage, MasterMessage>, MasterLink {
        private ClientCallStreamObserver<WorkerMessage> call;
        private OrderedSender<WorkerMessage> sender;
        private volatile boolean told;

        @Override
        public void beforeStart(ClientCallStreamObserver<WorkerMessage> requests) {
            call = requests;
            sender = new OrderedSender<>(requests);
            requests.setOnReadyHandler(this::ready);
        }

        /** The master took the connection; only now is there something to register with. */
        private void ready() {
            if (!told) {
                told = true;
                worker.connected(this);
            }
        }

        private void giveUpUnlessTaken() {
            if (!told) {
                call.cancel("the master did not take the connection within " + answerMillis + " ms", null);
            }
        }

        @Override
        public void send(WorkerMessage message) {
            sender.send(message);
        }

        @Override
        public void onNext(MasterMessage message) {
            backoffMillis = BACKOFF_MILLIS_MIN;
            lastMessageNanos = System.nanoTime();
            worker.received(this, message);
        }

        @Override
        public void onError(Throwable error) {
            LOG.info("The connection to the master broke: {}", error.getMessage());
            ended();
        }

        @Override
        public void onCompleted() {
            LOG.info("The master closed the connection");
            ended();
        }

        private void ended() {
            sender.close();
            if (told) {
                worker.disconnected(this);
            }
            reconnectLater();
        }
    }
}
