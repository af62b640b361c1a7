package io.blink.scheduler.client;

import com.google.protobuf.InvalidProtocolBufferException;
import io.blink.core.error.BlinkException;
import io.blink.runtime.control.Failure;
import io.blink.runtime.control.Failures;
import io.blink.scheduler.SchedulerErrorCode;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/** Errors on their way through gRPC: code, number, type and message arrive as they were. */
final class JobFailures {
    static final Metadata.Key<String> PROOF = Metadata.Key.of("blink-proof", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<byte[]> FAILURE =
            Metadata.Key.of("blink-failure-bin", Metadata.BINARY_BYTE_MARSHALLER);

    private JobFailures() {}

    static StatusRuntimeException toStatus(Throwable problem) {
        BlinkException known = Answers.problem(problem);
        Metadata trailers = new Metadata();
        trailers.put(
                FAILURE,
                Failures.of(known).toBuilder().clearStackTrace().build().toByteArray());
        return Status.INTERNAL.withDescription(known.getMessage()).asRuntimeException(trailers);
    }

    /** @param master its address, for messages */
    static BlinkException toException(Throwable error, String master) {
        if (error instanceof StatusRuntimeException refused) {
            Metadata trailers = refused.getTrailers();
            if (trailers != null && trailers.containsKey(FAILURE)) {
                return received(trailers.get(FAILURE));
            }
            if (refused.getStatus().getCode() == Status.Code.UNAUTHENTICATED) {
                return new BlinkException(
                        SchedulerErrorCode.ACCESS_DENIED,
                        "The master at " + master
                                + " does not know this client's secret; it belongs to another application.",
                        refused);
            }
        }
        return new BlinkException(
                SchedulerErrorCode.MASTER_NOT_REACHABLE,
                "The master at " + master + " does not answer: " + error.getMessage(),
                error);
    }

    private static BlinkException received(byte[] failure) {
        try {
            return Failures.toException(Failure.parseFrom(failure));
        } catch (InvalidProtocolBufferException e) {
            return new BlinkException(
                    SchedulerErrorCode.MASTER_NOT_REACHABLE,
                    "The master's answer cannot be read: " + e.getMessage(),
                    e);
        }
    }
}
