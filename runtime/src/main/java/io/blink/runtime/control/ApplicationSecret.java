package io.blink.runtime.control;

import io.blink.core.error.BlinkException;
import io.blink.runtime.RuntimeErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret that all processes of one application share and nobody else knows. It never travels; what travels is HMAC-SHA256 of a purpose and of numbers that the
 * peers have just chosen. Safe on any thread.
 */
public final class ApplicationSecret {
    public static final int NONCE_BYTES = 16;
    public static final int PROOF_BYTES = 32;
    private static final int SECRET_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] secret;

    private ApplicationSecret(byte[] secret) {
        this.secret = secret;
    }

    public static ApplicationSecret generate() {
        return new ApplicationSecret(randomBytes(SECRET_BYTES));
    }

    /** Reads back what {@link #toText} gave. */
    public static ApplicationSecret parse(String text) {
        try {
            return new ApplicationSecret(HexFormat.of().parseHex(text.trim()));
        } catch (IllegalArgumentException e) {
            throw new BlinkException(
                    RuntimeErrorCode.INVALID_ARGUMENTS, "The application's secret is not a hexadecimal number.", e);
        }
    }

    /** Reads a file of one line. */
    public static ApplicationSecret read(Path file) {
        try {
            return parse(Files.readString(file, StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new BlinkException(
                    RuntimeErrorCode.INVALID_ARGUMENTS,
                    "The file " + file + " with the application's secret cannot be read: " + e.getMessage(),
                    e);
        }
    }

    public String toText() {
        return HexFormat.of().formatHex(secret);
    }

    public static byte[] nonce() {
        return randomBytes(NONCE_BYTES);
    }

    private static byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    /** Proves knowledge of the secret for one purpose and the given numbers. */
    public byte[] proof(String purpose, byte[]... numbers) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            mac.update(purpose.getBytes(StandardCharsets.US_ASCII));
            for (byte[] number : numbers) {
                mac.update(number);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    /** Whether {@code given} is {@link #proof}; takes the same time wherever they differ. */
    public boolean accepts(byte[] given, String purpose, byte[]... numbers) {
        return MessageDigest.isEqual(given, proof(purpose, numbers));
    }
}
