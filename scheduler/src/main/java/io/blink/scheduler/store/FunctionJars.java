package io.blink.scheduler.store;

import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.spi.filesystem.FileSystem;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/**
 * The jars of users' functions that clients have brought, each under the hash of its content: {@code functions/<sha256>.jar}. They stay as long as the cluster's storage, so that later masters and
 * reruns find what plans name. Calls block; safe on any thread and in several masters, since a name has one content only.
 */
public final class FunctionJars {
    static final String FOLDER = "functions";
    private static final String HASH = "[0-9a-f]{64}";

    private final FileSystem fileSystem;
    private final String folder;

    FunctionJars(FileSystem fileSystem, String storage) {
        this.fileSystem = fileSystem;
        this.folder = storage + "/" + FOLDER;
    }

    /** Where the jar is; empty if it is not kept. */
    public Optional<String> find(String sha256) throws IOException {
        String path = path(sha256);
        return fileSystem.status(path).isPresent() ? Optional.of(path) : Optional.empty();
    }

    /** Keeps a jar and tells where. */
    public String keep(String sha256, byte[] content) throws IOException {
        String path = path(sha256);
        if (!hash(content).equals(sha256)) {
            throw new BlinkException(
                    CoreErrorCode.INVALID_ARGUMENT,
                    "The jar " + sha256 + " arrived damaged; submit the statement again.");
        }
        if (find(sha256).isEmpty()) {
            String temporary = folder + "/." + UUID.randomUUID();
            try (OutputStream out = fileSystem.create(temporary)) {
                out.write(content);
            }
            if (!fileSystem.rename(temporary, path)) {
                // Another call was faster with the same.
                fileSystem.delete(temporary);
            }
        }
        return path;
    }

    private String path(String sha256) {
        if (!sha256.matches(HASH)) {
            throw new BlinkException(CoreErrorCode.INVALID_ARGUMENT, "'" + sha256 + "' is no SHA-256 in hex.");
        }
        return folder + "/" + sha256 + ".jar";
    }

    private static String hash(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
