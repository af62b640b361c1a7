package io.blink.scheduler.remote;

import io.blink.runtime.control.ApplicationSecret;
import io.grpc.ClientInterceptor;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.stub.MetadataUtils;
import java.util.HexFormat;

/** Proof of the application's secret in each call's headers: a fresh number and its HMAC. */
final class ClientAuthentication {
    private static final Metadata.Key<String> NONCE = Metadata.Key.of("blink-nonce", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> PROOF = Metadata.Key.of("blink-proof", Metadata.ASCII_STRING_MARSHALLER);
    private static final String PURPOSE = "client";

    private ClientAuthentication() {}

    static ClientInterceptor proving(ApplicationSecret secret) {
        byte[] nonce = ApplicationSecret.nonce();
        Metadata headers = new Metadata();
        headers.put(NONCE, HexFormat.of().formatHex(nonce));
        headers.put(PROOF, HexFormat.of().formatHex(secret.proof(PURPOSE, nonce)));
        return MetadataUtils.newAttachHeadersInterceptor(headers);
    }

    static ServerInterceptor checking(ApplicationSecret secret) {
        return new ServerInterceptor() {
            @Override
            public <Q, A> ServerCall.Listener<Q> interceptCall(
                    ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
                if (proved(secret, headers)) {
                    return next.startCall(call, headers);
                }
                call.close(
                        Status.UNAUTHENTICATED.withDescription("the application's secret was not proved"),
                        new Metadata());
                return new ServerCall.Listener<>() {};
            }
        };
    }

    private static boolean proved(ApplicationSecret secret, Metadata headers) {
        String nonce = headers.get(NONCE);
        String proof = headers.get(PROOF);
        try {
            return nonce != null
                    && proof != null
                    && secret.accepts(
                            HexFormat.of().parseHex(proof),
                            PURPOSE,
                            HexFormat.of().parseHex(nonce));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
