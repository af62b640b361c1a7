package io.blink.scheduler.remote;

import io.blink.core.error.BlinkException;
import io.blink.core.error.ErrorCode;
import io.blink.runtime.control.Failure;
import io.blink.runtime.control.Failures;
import io.blink.scheduler.SchedulerErrorCode;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Set;
import java.util.concurrent.ExecutionException;

/** Errors with their codes through gRPC. */
final class RemoteFailures {
    private static final Metadata.Key<byte[]> FAILURE =
            Metadata.Key.of("blink-failure-bin", Metadata.BINARY_BYTE_MARSHALLER);
    private static final Set<ErrorCode> MASTER_ENDED = Set.of(
            SchedulerErrorCode.MASTER_FAILED,
            SchedulerErrorCode.MASTER_NOT_REACHABLE,
            SchedulerErrorCode.TERM_SUPERSEDED);

    private RemoteFailures() {}

    /** A master that has ended answers as one that is gone: its successor is asked next. */
    static StatusRuntimeException toStatus(Throwable thrown) {
        Throwable error = thrown instanceof ExecutionException wrapped ? wrapped.getCause() : thrown;
        if (error instanceof BlinkException known && MASTER_ENDED.contains(known.code())) {
            return Status.UNAVAILABLE.withDescription(known.getMessage()).asRuntimeException();
        }
        Failure failure = Failures.of(error);
        Metadata trailers = new Metadata();
        trailers.put(FAILURE, failure.toByteArray());
        return Status.FAILED_PRECONDITION.withDescription(failure.getMessage()).asRuntimeException(trailers);
    }

    /** Whether the call did not reach a master that could answer. */
    static boolean isUnavailable(StatusRuntimeException error) {
        Status.Code code = error.getStatus().getCode();
        return (code == Status.Code.UNAVAILABLE || code == Status.Code.DEADLINE_EXCEEDED) && failure(error) == null;
    }

    static BlinkException toException(StatusRuntimeException error) {
        byte[] failure = failure(error);
        if (error.getStatus().getCode() == Status.Code.UNAUTHENTICATED) {
            return new BlinkException(
                    SchedulerErrorCode.ACCESS_DENIED,
                    "The master does not know this client's secret; it belongs to another application.",
                    error);
        }
        if (failure == null) {
            return new BlinkException(
                    SchedulerErrorCode.MASTER_NOT_REACHABLE,
                    "The master did not answer: " + error.getStatus().getCode() + " "
                            + error.getStatus().getDescription(),
                    error);
        }
        try {
            return Failures.toException(Failure.parseFrom(failure));
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            return new BlinkException(
                    SchedulerErrorCode.MASTER_NOT_REACHABLE,
                    "The master's answer cannot be read: " + e.getMessage(),
                    e);
        }
    }

    private static byte[] failure(StatusRuntimeException error) {
        return error.getTrailers() == null ? null : error.getTrailers().get(FAILURE);
    }
}
