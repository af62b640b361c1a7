package io.blink.sql.physical.node;

import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.PlanJson;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Short fingerprints: of sub-plans, to find equal ones, and of meanings, to name state. */
public final class Digests {
    private static final int BYTES = 12;

    private Digests() {}

    public static String of(OperatorSpec spec, List<PhysicalNode> inputs) {
        StringBuilder text = new StringBuilder(PlanJson.write(spec));
        inputs.forEach(input -> text.append('\n').append(input.digest()));
        return of(text.toString());
    }

    public static String of(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
