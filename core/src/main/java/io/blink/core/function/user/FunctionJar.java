package io.blink.core.function.user;

import static java.util.Objects.requireNonNull;

/**
 * A jar as plans name it.
 *
 * @param path where workers read it, a URI or a local path
 * @param sha256 of its bytes, in hex: what is read there later must be the same
 */
public record FunctionJar(String path, String sha256) {
    public FunctionJar {
        requireNonNull(path, "path");
        requireNonNull(sha256, "sha256");
    }
}
